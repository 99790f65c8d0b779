import { Facts, UNKNOWN_FACT } from "@/components/ui/facts";
import { Instant } from "@/components/ui/instant";
import { Panel } from "@/components/ui/panel";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Usd } from "@/components/ui/usd";
import { formatPricePerMillion, formatUsd } from "@/lib/core/format";
import { formatPercent } from "@/lib/core/format-measures";
import { type Usd as Amount, type Price, parsePrice, parseUsd, share, subtract } from "@/lib/core/money";
import type { GenerationDetails } from "@/lib/ledger/api";

const BASES = {
  usage: "the answer's own usage",
  stats: "the upstream's record",
  refusal: "refused, costs nothing",
} as const;

const OUTCOMES = {
  booked: ["ended", "the cost is booked"],
  released: ["released", "nothing was spent"],
  unresolved: ["ended", "nobody knows what was spent"],
} as const;

/** What was expected, set aside and booked, and how certain the sum is. */
export function MoneyFacts({ details }: { details: GenerationDetails }) {
  "use memo";
  const { estimate, hold, entries, cost, upstreamCost, isByok, priceSnapshot } = details;
  const facts = [
    { name: "Certainty", value: <Certainty details={details} /> },
    { name: "Estimate before", value: <Usd amount={estimate} estimate /> },
    ...(estimate !== null && estimate > 0n && cost !== null
      ? [{ name: "Against the estimate", value: <AgainstEstimate estimate={estimate} cost={cost} /> }]
      : []),
    { name: "Hold", value: hold ? <Hold hold={hold} /> : UNKNOWN_FACT },
    ...(isByok
      ? [
          { name: "Own provider key", value: "yes" },
          { name: "Billed by provider", value: <Usd amount={upstreamCost} /> },
        ]
      : []),
    { name: "Prices when sent", value: priceSnapshot ? <Snapshot prices={priceSnapshot} /> : UNKNOWN_FACT },
  ];
  return (
    <Panel title="Money">
      {entries.length > 0 ? (
        <Table label="Entries" aria-label="Entries" className="mb-4">
          <thead>
            <tr>
              <Th>Booked</Th>
              <Th>By</Th>
              <Th numeric>Amount</Th>
            </tr>
          </thead>
          <tbody>
            {entries.map(({ id, kind, amount, basis, bookedAt }) => (
              <Tr key={id}>
                <Td className="whitespace-nowrap">
                  {kind === "settle" ? "Settled" : "Adjusted"}{" "}
                  <span className="text-muted">
                    <Instant at={bookedAt} />
                  </span>
                </Td>
                <Td className="text-muted">{BASES[basis]}</Td>
                <Td numeric>
                  <Usd amount={amount} />
                </Td>
              </Tr>
            ))}
          </tbody>
          <tfoot>
            <tr className="font-medium">
              <Td colSpan={2}>Cost</Td>
              <Td numeric>
                <Usd amount={cost} />
              </Td>
            </tr>
          </tfoot>
        </Table>
      ) : (
        <p className="pb-4 text-muted">
          Nothing is booked{details.state === "running" ? " yet" : ": the cost is not known"}.
        </p>
      )}
      <Facts facts={facts} />
    </Panel>
  );
}

/** How far the guess was off. */
function AgainstEstimate({ estimate, cost }: { estimate: Amount; cost: Amount }) {
  "use memo";
  const [less, more] = [subtract(estimate, cost), subtract(cost, estimate)];
  return (
    <>
      {formatPercent(share(cost, estimate))} of it
      {cost !== estimate && (
        <span className="text-muted">
          {" · "}
          <Usd amount={more > 0n ? more : less} /> {more > 0n ? "more" : "less"}
        </span>
      )}
    </>
  );
}

const NO_ID = "unknown: the upstream told no id to ask with";

function Certainty({
  details: { state, costState, confirmedAt, confirmAt, confirmTries, upstreamId },
}: {
  details: GenerationDetails;
}) {
  "use memo";
  if (state === "running") return "still running";
  const asked = confirmTries > 0 ? `, asked ${confirmTries === 1 ? "once" : `${confirmTries} times`}` : "";
  if (costState === null && upstreamId === null) {
    if (!confirmAt) return NO_ID;
    return (
      <>
        {NO_ID}; what is held for it counts until <Instant at={confirmAt} />
      </>
    );
  }
  if (confirmAt) {
    return (
      <>
        {costState ?? "unknown"}; the upstream is asked for its record <Instant at={confirmAt} />
        {asked}
      </>
    );
  }
  if (costState === "confirmed" && confirmedAt) {
    return (
      <>
        confirmed <Instant at={confirmedAt} />
      </>
    );
  }
  if (costState === "confirmed") return "settled: nothing was billed";
  return costState === null ? `unknown${asked}: the upstream has no record of it` : costState;
}

function Hold({ hold: { amount, outcome, endedAt } }: { hold: NonNullable<GenerationDetails["hold"]> }) {
  "use memo";
  const [what, why] = outcome === null ? ["held", null] : OUTCOMES[outcome];
  return (
    <>
      {amount === null ? (
        "without a bound"
      ) : (
        <>
          up to <Usd amount={amount} />
        </>
      )}
      <span className="text-muted">
        {" · "}
        {what} {endedAt && <Instant at={endedAt} />}
        {why !== null && `, ${why}`}
      </span>
    </>
  );
}

const PER_TOKEN: Record<string, string> = {
  prompt: "in",
  completion: "out",
  cacheRead: "cache read",
  cacheWrite: "cache write",
  reasoning: "reasoning",
};
const PER_PIECE: Record<string, string> = { request: "request", image: "image", webSearch: "web search" };

function Snapshot({ prices }: { prices: Record<string, unknown> }) {
  "use memo";
  const known = (names: Record<string, string>, write: (price: Price) => string) =>
    Object.entries(names).flatMap(([key, name]) => {
      const price = parsePrice(prices[key]);
      return price === null ? [] : [`${write(price)} ${name}`];
    });
  const tokens = known(PER_TOKEN, formatPricePerMillion);
  const pieces = known(PER_PIECE, (price) => `${formatUsd(parseUsd(price))} per`);
  const parts = [...(tokens.length > 0 ? [`${tokens.join(" · ")} /M`] : []), ...pieces];
  return parts.length > 0 ? parts.join(" · ") : UNKNOWN_FACT;
}
