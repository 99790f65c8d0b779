import { bearer, COMPLETIONS, UPSTREAM_KEY } from "./targets/address.mjs";
import { startBareNext } from "./targets/bare-next.mjs";
import { startPatchbay, THROUGH_NEXT } from "./targets/patchbay.mjs";
import { startPortkey } from "./targets/portkey.mjs";

/**
 * What is measured, in the order in which it takes turns. Each starts on an upstream and resolves to where it is
 * reached and, but for the upstream itself, to its process.
 */
export const targetsFor = ({ postgres, profile }) =>
  [
    { id: "bare", name: "bare upstream", start: (upstream) => bare(upstream) },
    { id: "next", name: "bare Next", start: (upstream) => startBareNext(upstream, { profile }) },
    {
      id: "patchbay",
      name: "Patchbay, PGlite",
      start: (upstream) => startPatchbay(upstream, { profile }),
    },
    postgres && {
      id: "patchbay-postgres",
      name: "Patchbay, Postgres",
      start: (upstream) => startPatchbay(upstream, { postgres, profile }),
    },
    {
      id: "patchbay-next",
      name: `Patchbay through Next, ${postgres ? "Postgres" : "PGlite"}`,
      start: (upstream) => startPatchbay(upstream, { postgres, profile, env: THROUGH_NEXT }),
    },
    { id: "portkey", name: "Portkey gateway", start: (upstream) => startPortkey(upstream, { profile }) },
  ].filter((target) => target !== null);

const bare = ({ port }) => ({
  address: { port, path: COMPLETIONS, headers: [bearer(UPSTREAM_KEY)] },
  end: async () => {},
});
