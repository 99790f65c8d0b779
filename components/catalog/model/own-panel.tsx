import Link from "next/link";
import type { ReactNode } from "react";
import { Instant } from "@/components/ui/instant";
import { Panel } from "@/components/ui/panel";
import { Usd } from "@/components/ui/usd";
import type { ModelDetails } from "@/lib/catalog/details-api";
import { formatCount } from "@/lib/core/format";
import { ERROR_STATES, type GenerationFilter, generationsPath } from "@/lib/ledger/paths";
import { FactRow } from "../fact-row";
import { OwnFigures } from "../own-figures";

/** What one's own requests to a model cost and how they went, with the way to each of them. */
export function OwnPanel({ details: { model, usage, usageFrom: from } }: { details: ModelDetails }) {
  return (
    <Panel title="Yours, last 30 days">
      {usage === null || usage.generations === 0 ? (
        <p className="pb-4 text-muted">You have not used it in this time.</p>
      ) : (
        <dl className="space-y-1.5 pb-4">
          <FactRow name="Spend">
            <Usd amount={usage.unknown === usage.generations ? null : usage.cost} />
            {usage.unknown > 0 && (
              <>
                {" and "}
                <OwnLink filter={{ model: model.id, cost: "unknown", from }}>
                  {formatCount(usage.unknown)} of unknown cost
                </OwnLink>
              </>
            )}
          </FactRow>
          <FactRow name="Generations">
            <OwnLink filter={{ model: model.id, from }}>{formatCount(usage.generations)}</OwnLink>
          </FactRow>
          <FactRow name="Failed">
            {usage.failed === 0 ? (
              "0"
            ) : (
              <OwnLink filter={{ model: model.id, state: ERROR_STATES, from }}>
                {formatCount(usage.failed)}
              </OwnLink>
            )}
          </FactRow>
          <FactRow name="Last used">
            <Instant at={usage.lastUsedAt} />
          </FactRow>
        </dl>
      )}
      {model.kind !== "router" && (
        <div className="space-y-4 pb-5">
          <OwnFigures model={model} />
        </div>
      )}
    </Panel>
  );
}

const OwnLink = ({ filter, children }: { filter: GenerationFilter; children: ReactNode }) => (
  <Link href={generationsPath(filter)} prefetch={false} className="underline">
    {children}
  </Link>
);
