import type { RouteSpecView } from "./routes-api";

/** Whom a route asks, in one line, and arm by arm for whoever wants to know exactly. */
export function describeChain({ arms }: Pick<RouteSpecView, "arms">): { text: string; tip: string } {
  const lines = arms.map(({ name, share, models }) => ({ name, share, chain: models.join(" → ") }));
  if (lines.length === 1) return { text: lines[0]?.chain ?? "", tip: lines[0]?.chain ?? "" };
  return {
    text: lines.map(({ share, chain }) => `${share} % ${chain}`).join(" · "),
    tip: lines.map(({ name, share, chain }) => `${name}, ${share} %: ${chain}`).join("\n"),
  };
}
