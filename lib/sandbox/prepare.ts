import { yocto } from "./dollars";
import { type Failure, failure, isFailure } from "./failure";
import type { Endpoint } from "./model";
import { promptTokensFor } from "./plan";
import type { ChatRequest } from "./request";
import type { Hop } from "./resolve";
import { route } from "./routing";
import { tariffAt } from "./tariff";
import { thoughtsFor } from "./thinking";
import type { World } from "./world";

export type Ready = { endpoints: Endpoint[]; thoughts: string };

/** What of a model may answer, or why nothing may. */
export function prepare(world: World, chat: ChatRequest, hop: Hop): Ready | Failure {
  const { id, architecture } = hop.entry.model;
  if (chat.vectors && !architecture.output_modalities.includes("embeddings"))
    return failure(400, `${id} is not an embedding model`, {
      named: true,
      availability: { code: "wrong_endpoint", retryable: false, requested_models: [id] },
    });
  const thoughts = thoughtsFor(hop.entry.model, chat);
  if (isFailure(thoughts)) return thoughts;
  const endpoints = route(hop, chat, world.random);
  if (isFailure(endpoints)) return endpoints;
  const tokens = promptTokensFor(chat, hop.entry.model.architecture.tokenizer);
  // Each text has a context of its own.
  if (chat.vectors) return { endpoints, thoughts };
  const wide = endpoints.filter(({ context }) => tokens + Math.min(chat.maxTokens ?? 0, context) <= context);
  if (wide.length > 0) return { endpoints: wide, thoughts };
  const context = endpoints[0]?.context ?? 0;
  return failure(
    400,
    `This endpoint's maximum context length is ${context} tokens. However, you requested about ${tokens + (chat.maxTokens ?? 0)} tokens (${tokens} of text input${chat.maxTokens === null ? "" : `, ${chat.maxTokens} in the output`}). Please reduce the length of either one, or use the context-compression plugin to compress your prompt automatically.`,
    { named: true, metadata: { provider_name: null } },
  );
}

/** The credit check supposes that all of `max_tokens` will be written; without it, the endpoint's most. */
export function accountRefusal(
  world: World,
  chat: ChatRequest,
  { entry }: Hop,
  endpoints: Endpoint[],
  at: number,
): Failure | null {
  const [endpoint] = endpoints;
  if (endpoint === undefined) return null;
  const free = entry.model.id.endsWith(":free");
  const promptTokens = promptTokensFor(chat, entry.model.architecture.tokenizer);
  const tariff = tariffAt(endpoint.pricing, promptTokens, at);
  const asked = Math.min(chat.maxTokens ?? endpoint.maxCompletion, endpoint.maxCompletion);
  const promptCost = yocto(tariff.prompt) * BigInt(promptTokens);
  const ceiling = promptCost + yocto(tariff.completion) * BigInt(asked);
  const affordable = () => {
    const rest = world.account.left() - promptCost;
    const each = yocto(tariff.completion);
    return { asked, possible: each === 0n || rest < 0n ? 0 : Number(rest / each) };
  };
  return world.account.refusal(free, ceiling, affordable, at);
}
