"use client";

import { useQuery } from "@tanstack/react-query";
import clsx from "clsx";
import { useState } from "react";
import { FailureNotice } from "@/components/ui/failure-notice";
import type { BreakRun, KeptBreakReports } from "@/lib/routes/break-api";
import type { Route } from "@/lib/routes/routes-api";
import { BreakMatrix } from "./break-matrix";
import { BreakResult } from "./break-result";
import type { Arm } from "./edit-spec";
import { MatrixButton } from "./matrix-button";
import { breaksQuery } from "./queries";
import { useMatrix } from "./use-matrix";

type Props = { name: string; version: Route["versions"][number] };

/** How each arm of a version did when it was last broken, and the way to do it again. */
export function VersionBreaks({ name, version: { version, spec } }: Props) {
  const kept = useQuery(breaksQuery(name, version)).data?.reports;
  return (
    <section aria-label={`Version ${version}, broken on purpose`} className="space-y-3">
      {spec.arms.map((arm) => (
        <ArmBreaks
          key={arm.name}
          {...{ name, version, arm }}
          last={kept && (kept.find((one) => one.arm === arm.name) ?? null)}
        />
      ))}
    </section>
  );
}

type ArmProps = {
  name: string;
  version: number;
  arm: Arm;
  /** Undefined while it is not known. */
  last: KeptBreakReports["reports"][number] | null | undefined;
};

function ArmBreaks({ name, version, arm, last }: ArmProps) {
  const matrix = useMatrix(name);
  const [run, setRun] = useState<BreakRun | null>(null);
  const shown = matrix.report ?? last;
  return (
    <div className="space-y-2">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <MatrixButton
          matrix={matrix}
          label={`Try every fault at every hop of ${arm.name}`}
          onRun={() => {
            setRun(null);
            void matrix.run({ of: { version }, arm: arm.name });
          }}
        />
        {!shown && matrix.state === "idle" && (
          // It has its room before it is known: what is below must not move from under a pointer.
          <span className={clsx("text-xs text-muted", shown === undefined && "invisible")}>
            It has not been broken yet. Nothing is sent to OpenRouter.
          </span>
        )}
      </div>
      {matrix.failure && <FailureNotice compact failure={matrix.failure} />}
      {run && <BreakResult run={run} />}
      {shown && (
        <BreakMatrix
          report={shown}
          of={`${arm.name} of version ${version}`}
          author={shown === last ? last.author : null}
          onShow={setRun}
        />
      )}
    </div>
  );
}
