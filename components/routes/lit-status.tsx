import { describeAnswer, describeAttempts, type Hop } from "@/lib/ledger/hops";

/** Says what the cable shows, for those who do not see it. */
export function LitStatus({ hops }: { hops: readonly Hop[] | null }) {
  return (
    <p role="status" className="sr-only">
      {hops?.map((hop, at) => sentenceOf(hop, at + 1)).join(" ")}
    </p>
  );
}

function sentenceOf({ outcome, attempts }: Hop, number: number): string {
  switch (outcome) {
    case "failed":
      return `Hop ${number} failed: ${describeAttempts(attempts) || "its answer broke off"}.`;
    case "silent":
      return `Hop ${number} did not answer.`;
    case "answering":
      return `Hop ${number} is answering.`;
    case "answered":
      return `Hop ${number} answered${inBrackets(describeAnswer(attempts))}.`;
    case "untried":
    case "unknown":
      return "";
    default:
      return outcome satisfies never;
  }
}

const inBrackets = (where: string): string => (where === "" ? "" : ` (${where})`);
