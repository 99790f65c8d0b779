import type { Finding, LintFacts } from "./finding";
import { lintChain } from "./lint-chain";
import { lintHop } from "./lint-hop";
import type { RouteSpecView } from "./routes-api";

/** What is wrong with a route, arm by arm and from the top of each chain. */
export const lintRoute = (spec: RouteSpecView, facts: LintFacts): Finding[] =>
  spec.arms.flatMap(({ models }, arm) => [
    ...models.flatMap((_, hop) =>
      lintHop(models, hop, spec, facts).map((finding) => ({ ...finding, arm, hop })),
    ),
    ...lintChain(models, spec, facts).map((finding) => ({ ...finding, arm, hop: null })),
  ]);
