"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { namesOf } from "@/lib/catalog/provider-names";
import { describeFailure, type Failure } from "@/lib/core/failure";
import type { Hop } from "@/lib/ledger/hops";
import type { BreakFault, BreakRun } from "@/lib/routes/break-api";
import type { Route } from "@/lib/routes/routes-api";
import { BreakMatrix } from "./break-matrix";
import { BreakResult } from "./break-result";
import { litOf } from "./break-words";
import { type Arm, isSameSpec, type Spec } from "./edit-spec";
import { FaultFields } from "./fault-fields";
import { MatrixButton } from "./matrix-button";
import { breakRoute, breaksQuery } from "./queries";
import type { World } from "./use-findings";
import { useMatrix } from "./use-matrix";
import { useReveal } from "./use-reveal";

type Props = {
  route: Route;
  spec: Spec;
  arm: Arm;
  world: World;
  onLit: (hops: readonly Hop[] | null) => void;
};

/** Makes hops fail on purpose, and shows who takes over. All of it is simulated. */
export default function BreakView({ route, spec, arm, world, onLit }: Props) {
  const published = route.versions.find(({ version }) => version === route.publishedVersion);
  // Of what is published the report is kept for others to see.
  const version = published && isSameSpec(spec, published.spec) ? published.version : null;
  const kept = useQuery({ ...breaksQuery(route.name, version ?? 0), enabled: version !== null });
  const [faults, setFaults] = useState<readonly BreakFault[]>([]);
  const [busy, setBusy] = useState(false);
  const [run, setRun] = useState<BreakRun | null>(null);
  const matrix = useMatrix(route.name);
  const [failure, setFailure] = useState<Failure | null>(null);
  const reveal = useReveal(onLit);
  const show = (next: BreakRun) => {
    setRun(next);
    reveal(litOf(next));
  };
  const breaking = { of: version === null ? { spec } : { version }, arm: arm.name };
  const attempt = async () => {
    if (busy) return;
    setBusy(true);
    setFailure(null);
    try {
      const [first] = (await breakRoute(route.name, breaking, [...faults])).runs;
      if (first) show(first);
    } catch (error) {
      setFailure(describeFailure(error));
    }
    setBusy(false);
  };
  const last = kept.data?.reports.find((one) => one.arm === arm.name) ?? null;
  const shown = matrix.report ?? last;
  const problem = failure ?? matrix.failure;
  return (
    <div className="space-y-4 py-3">
      <p className="text-xs text-muted">
        Simulated inside this Patchbay, with the models, providers and prices of the day. Nothing is sent to
        OpenRouter, nothing is billed or put on record.{" "}
        {version === null
          ? "Of a draft nothing is kept: each version can be broken under Versions, and keeps its report."
          : `What every fault comes to is kept with version ${version}.`}
      </p>
      <FaultFields
        models={arm.models}
        providers={namesOf(arm.models.flatMap((id) => world.endpoints[id] ?? []))}
        faults={faults}
        onFaults={setFaults}
      />
      <div className="flex flex-wrap items-center gap-2">
        <Button aria-disabled={busy} onClick={() => void attempt()}>
          {faults.length === 0 ? "Ask with nothing wrong" : "Break it"}
        </Button>
        <span role="status" className="text-xs text-muted">
          {busy && "Breaking it…"}
        </span>
        <MatrixButton
          matrix={matrix}
          label="Try every fault at every hop"
          onRun={() => void matrix.run(breaking)}
        />
      </div>
      {problem && <FailureNotice compact failure={problem} />}
      {run && <BreakResult run={run} />}
      {shown && <BreakMatrix report={shown} author={shown === last ? last.author : null} onShow={show} />}
    </div>
  );
}
