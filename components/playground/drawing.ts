/** Settled unless what draws conversations is on its way. Whoever fetches it says so here: what reads them cannot import it. */
export const drawing: { ready: Promise<unknown> } = { ready: Promise.resolve() };
