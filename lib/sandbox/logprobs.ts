import type { Plan } from "./plan";
import { hash, seeded } from "./random";

const OTHERS = [" the", " a", " and", ",", ".", " of", " to", " in", " is", " that"];

/** How likely the tokens of a piece were, where that was asked for and the model tells; the same for the same piece. */
export function logprobsOf({ request: { body }, hop }: Plan, content: string): { logprobs?: unknown } {
  const tells = hop.entry.model.supported_parameters.includes("logprobs");
  if (body.logprobs !== true || !tells || content === "") return {};
  const count = typeof body.top_logprobs === "number" ? Math.min(20, body.top_logprobs) : 0;
  const tokens = content.match(/\s*\S+|\s+/g) ?? [];
  return {
    logprobs: {
      content: tokens.map((token) => {
        const random = seeded(hash(token));
        const chance = 0.4 + random() * 0.6;
        const others = [token, ...OTHERS.filter((other) => other !== token)].slice(0, count);
        return {
          ...entry(token, chance),
          top_logprobs: others.map((other, at) => entry(other, at === 0 ? chance : (1 - chance) / 2 ** at)),
        };
      }),
      refusal: null,
    },
  };
}

const entry = (token: string, chance: number) => ({
  token,
  logprob: Math.log(chance),
  bytes: [...new TextEncoder().encode(token)],
});
