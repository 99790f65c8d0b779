import { modelPath } from "@/lib/catalog/model-path";
import { formatPercent } from "@/lib/core/format-measures";
import { generationsPath } from "@/lib/ledger/paths";
import { counted, type Judgement, judged, levelOfShare, MARGINS, observe } from "./judgement";
import type { RuleSettings } from "./rules";

/** Answers that a chain gave within an hour: of a route, or of whatever was asked with the same first model. */
export type ChainFacts = {
  route: { id: string; name: string } | null;
  /** The first model; of a route that of its latest answer. */
  model: string;
  answers: number;
  /** Of them those that a later model of the chain gave. */
  shifted: number;
};

/** Chains much of whose traffic went to their fallbacks. */
export function judgeFallbacks(
  { percent, atLeast }: RuleSettings["fallback_taken"],
  chains: readonly ChainFacts[],
): Judgement {
  return judged(
    chains.map(({ route, model, answers, shifted }) => {
      const name = route === null ? model : `route “${route.name}”`;
      const level = levelOfShare(BigInt(shifted), BigInt(answers), percent, MARGINS.fallback_taken);
      return observe({
        subject: route === null ? `chain:model:${model}` : `chain:route:${route.id}`,
        // Few answers neither begin an alert nor end one.
        level: answers < atLeast && level === "over" ? "between" : level,
        title: `Traffic of ${name} has shifted to fallbacks`,
        sentence: `Fallbacks gave ${shifted.toLocaleString("en")} of ${counted(answers, "answer")} in the last hour (${formatPercent(shifted / answers)}).`,
        link: route === null ? `/models/${modelPath(model)}` : `/routes/${encodeURIComponent(route.name)}`,
        figures: { route: route?.id ?? null, model, answers, shifted },
      });
    }),
  );
}

/** What became of the requests of the last minutes. */
export type UpstreamFacts = {
  /** All that have ended but for those that were stopped. */
  ended: number;
  /** Of them those that OpenRouter or a provider failed. */
  failed: number;
  /** What failed most, and how often. */
  worst: { what: string; count: number } | null;
  since: Date;
};

/** Many failures of OpenRouter and its providers; not ours, and not those of whoever asks. */
export function judgeUpstream(
  { percent, atLeast }: RuleSettings["upstream_failing"],
  { ended, failed, worst, since }: UpstreamFacts,
): Judgement {
  const level = levelOfShare(BigInt(failed), BigInt(ended), percent, MARGINS.upstream_failing);
  const mostly = worst ? ` Most of them: ${worst.what} (${worst.count.toLocaleString("en")}).` : "";
  return judged([
    observe({
      subject: "upstream",
      level: ended < atLeast && level === "over" ? "between" : level,
      title: "OpenRouter or its providers are failing",
      sentence:
        ended === 0
          ? "No request has ended in the last 15 minutes."
          : `${failed.toLocaleString("en")} of ${counted(ended, "request")} of the last 15 minutes failed upstream (${formatPercent(failed / ended)}).${mostly}`,
      link: generationsPath({ state: ["failed", "lost"], from: since }),
      figures: { ended, failed, worst: worst?.what ?? null },
    }),
  ]);
}
