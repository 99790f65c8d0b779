import type { GenerationDetails } from "@/lib/ledger/api";
import type { Route } from "@/lib/routes/routes-api";
import type { Spec } from "./edit-spec";

/** Which version and arm were drawn for a request. */
export type Drawn = NonNullable<GenerationDetails["route"]>;

/** What was drawn, in sentences, and how far the draft that is in sight can show it. */
export function describeDrawn(
  { version, arm }: Drawn,
  { versions }: Pick<Route, "versions">,
  draft: Spec,
): string {
  const arms = versions.find((one) => one.version === version)?.spec.arms;
  const said =
    arms?.length === 1
      ? `Version ${version} was asked.`
      : `Version ${version} was asked, and its arm ${arm} drawn.`;
  const asked = arms?.find(({ name }) => name === arm)?.models;
  const shown = draft.arms.find(({ name }) => name === arm)?.models;
  if (shown === undefined) return `${said} This draft has no such arm, so no hop above lights up.`;
  if (asked && asked.join() !== shown.join())
    return `${said} In this draft its chain is another, so only what is the same lights up.`;
  return said;
}
