"use client";

import { FeatureIcons, ReadsIcons } from "@/components/catalog/ability-icons";
import { VariantSwitches } from "@/components/catalog/variant-switches";
import { Badge } from "@/components/ui/badge";
import type { ModelEndpoint } from "@/lib/catalog/endpoints-api";
import { findModel } from "@/lib/catalog/find-model";
import { pricesOf } from "@/lib/catalog/model-prices";
import { variantChoices } from "@/lib/catalog/variants";
import { formatContext } from "@/lib/core/format";
import { formatUptime } from "@/lib/core/format-measures";
import { describeAnswer, describeAttempts, type Hop } from "@/lib/ledger/hops";
import type { Finding } from "@/lib/routes/finding";
import { FindingList } from "./finding-list";
import type { World } from "./use-findings";

type Props = {
  number: number;
  model: string;
  findings: readonly Finding[];
  world: World;
  lit: Hop | null;
  onReplace: () => void;
  onModel: (model: string) => void;
};

/** One model of a chain: what it costs and can do, what is wrong with it here, and its variants. */
export function HopRow({ number, model, findings, world, lit, onReplace, onModel }: Props) {
  const row = findModel(world.models, model);
  const choices = row ? variantChoices(world.models, model) : [];
  const on = choices.filter((choice) => choice.on).map(({ variant }) => `:${variant}`);
  return (
    <div className="space-y-0.5 pb-2">
      <p className="flex flex-wrap items-center gap-x-2 pt-1 leading-5">
        <span className="text-xs text-faint tabular-nums">
          <span className="sr-only">Hop </span>
          {number}
        </span>
        <button
          type="button"
          aria-haspopup="dialog"
          aria-label={`Replace ${model}`}
          data-tip="Choose another model for this place"
          onClick={onReplace}
          className="rounded-sm text-left font-mono text-sm break-all hover:underline max-sm:text-xs touch:min-h-11"
        >
          {model}
        </button>
        <Outcome hop={lit} />
      </p>
      {row && (
        <p className="flex flex-wrap items-center gap-x-2 text-xs text-muted tabular-nums">
          <span data-tip="Context window">{formatContext(row.contextLength)}</span>
          <span>{pricesOf(row)}</span>
          <Uptime endpoints={world.endpoints[model]} />
          <span className="inline-flex gap-1 text-faint">
            <ReadsIcons model={row} />
            <FeatureIcons model={row} />
          </span>
        </p>
      )}
      <FindingList label={`About ${model}`} findings={findings} onModel={onModel} />
      {choices.length > 0 && (
        <details className="text-xs">
          <summary className="w-fit cursor-pointer rounded-sm text-muted hover:text-ink touch:py-3">
            Variants<span className="sr-only"> of {model}</span>
            {on.length > 0 && <span className="font-mono text-ink"> {on.join(" ")}</span>}
          </summary>
          <div className="pt-2 pb-1">
            <VariantSwitches choices={choices} onId={onModel} />
          </div>
        </details>
      )}
    </div>
  );
}

/** The best of its providers: OpenRouter goes to another one when one is down. */
function Uptime({ endpoints }: { endpoints: readonly ModelEndpoint[] | undefined }) {
  if (endpoints === undefined) return null;
  const known = endpoints.flatMap(({ uptime }) => uptime.last1d ?? []);
  const best = known.length === 0 ? null : Math.max(...known);
  return (
    <span data-tip="Best of its providers, last day">
      {formatUptime(best)} {best !== null && "up"} · {endpoints.length}{" "}
      {endpoints.length === 1 ? "provider" : "providers"}
    </span>
  );
}

function Outcome({ hop }: { hop: Hop | null }) {
  switch (hop?.outcome) {
    case "failed":
      // May be long, and then takes more than one line.
      return (
        <span className="text-xs text-danger">
          failed: {describeAttempts(hop.attempts) || "its answer broke off"}
        </span>
      );
    case "silent":
      return <Badge tone="danger">did not answer</Badge>;
    case "answered":
      return (
        <>
          <Badge tone="ok">answered</Badge>
          <span className="text-xs text-muted tabular-nums">{describeAnswer(hop.attempts)}</span>
        </>
      );
    case "answering":
      return <Badge tone="live">is answering</Badge>;
    case "untried":
      return <Badge>not tried</Badge>;
    default:
      return null;
  }
}
