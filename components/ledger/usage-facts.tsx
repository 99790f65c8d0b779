import { Facts } from "@/components/ui/facts";
import { Panel } from "@/components/ui/panel";
import { formatCount, UNKNOWN } from "@/lib/core/format";
import type { GenerationDetails } from "@/lib/ledger/api";

/** The tokens that were billed, in full. Parts are named as parts. */
export function UsageFacts({ details }: { details: GenerationDetails }) {
  "use memo";
  const tokens = (count: number | null) => (count === null ? UNKNOWN : formatCount(count));
  const facts = [
    { name: "Prompt", value: tokens(details.promptTokens) },
    { name: "· from cache", value: tokens(details.cachedTokens) },
    { name: "· written to cache", value: tokens(details.cacheWriteTokens) },
    { name: "Completion", value: tokens(details.completionTokens) },
    { name: "· reasoning", value: tokens(details.reasoningTokens) },
  ];
  return (
    <Panel title="Usage" hint="tokens, as the provider counts them">
      <Facts facts={facts} />
    </Panel>
  );
}
