import type { Answer } from "./answer/answer";
import { compose, type Speaker } from "./answer/compose";
import { type Beat, beatsOf, type Totals, totalsOf, within } from "./beats";
import { type Bill, billFor, NO_BILL, type Quantities } from "./bill";
import { decimalText, yocto } from "./dollars";
import { numberOr } from "./json";
import type { Endpoint } from "./model";
import type { CacheUse } from "./prompt-cache";
import type { ChatRequest } from "./request";
import type { Hop } from "./resolve";
import { type Tariff, tariffAt } from "./tariff";
import { thoughtStyle } from "./thinking";
import { nativeTokens, normalisedTokens, pieces, promptPieces } from "./tokens";

/** A generation as it will go if nothing comes between. */
export type Plan = {
  id: string;
  /** Epoch milliseconds. */
  at: number;
  hop: Hop;
  endpoint: Endpoint;
  request: ChatRequest;
  beats: Beat[];
  finish: { reason: string; native: string };
  promptTokens: number;
  normalisedPrompt: number;
  cache: CacheUse;
  searches: number;
  pluginSearchPrice: string | null;
  tariff: Tariff;
};

/** Texts that become vectors have no frames around them. */
const piecesOf = ({ vectors, messages, tools }: ChatRequest): number =>
  vectors ? messages.reduce((sum, { text }) => sum + pieces(text).length, 0) : promptPieces(messages, tools);

export const promptTokensFor = (request: ChatRequest, tokenizer: string): number =>
  nativeTokens(piecesOf(request), tokenizer);

type Given = Pick<Plan, "id" | "at" | "hop" | "endpoint" | "request" | "cache"> & {
  thoughts: string;
  seed: number;
};

export function planFor({ thoughts, seed, ...given }: Given): Plan {
  const { hop, endpoint, request, at } = given;
  const { model } = hop.entry;
  const { tokenizer } = model.architecture;
  const search = searchOf(hop, request);
  const speaker: Speaker = {
    id: model.id,
    name: model.name,
    outputs: model.architecture.output_modalities,
    searches: search.searches > 0,
  };
  const answer: Answer = { ...compose(request, speaker, seed), thoughts };
  const stopped = stopAt(answer.text, request.stop);
  const beats = request.vectors
    ? []
    : beatsOf({ ...answer, text: stopped }, thoughtStyle(model), request.hideReasoning);
  const fitting = within(beats, Math.min(request.maxTokens ?? Infinity, endpoint.maxCompletion), tokenizer);
  const reason = fitting.length < beats.length ? "length" : answer.calls.length > 0 ? "tool_calls" : "stop";
  const promptTokens = promptTokensFor(request, tokenizer);
  return {
    ...given,
    beats: fitting,
    finish: { reason, native: nativeReason(reason, model.id) },
    promptTokens,
    normalisedPrompt: normalisedTokens(piecesOf(request)),
    ...search,
    tariff: tariffAt(endpoint.pricing, promptTokens, at),
  };
}

/** What a generation was charged for when it ended after `beats`. */
export function quantities(plan: Plan, totals: Totals): Quantities {
  return {
    promptTokens: plan.promptTokens,
    cachedTokens: plan.cache.cachedTokens,
    cacheWriteTokens: plan.cache.cacheWriteTokens,
    hourlyCache: plan.cache.hourly,
    completionTokens: totals.completionTokens,
    reasoningTokens: totals.reasoningTokens,
    imageTokens: totals.imageTokens,
    promptImages: plan.request.messages.reduce((sum, { images }) => sum + images, 0),
    requests: 1,
    searches: plan.searches,
    pluginSearchPrice: plan.pluginSearchPrice,
  };
}

/** The whole bill, or what produced beats cost. OpenRouter charges no tokens for an answer without any, unless it is vectors. */
export function billOf(plan: Plan, beats: Beat[]): Bill {
  const totals = totalsOf(beats, plan.hop.entry.model.architecture.tokenizer);
  const isEmpty = totals.completionTokens === 0 && !plan.request.vectors;
  return isEmpty ? searchBill(plan) : billFor(plan.tariff, quantities(plan, totals));
}

/** Searches are paid for even when nothing else is. */
export function searchBill(plan: Plan): Bill {
  if (plan.searches === 0) return NO_BILL;
  const nothing: Quantities = {
    ...quantities(plan, { completionTokens: 0, reasoningTokens: 0, imageTokens: 0, pieces: 0 }),
    promptTokens: 0,
    cachedTokens: 0,
    cacheWriteTokens: 0,
    promptImages: 0,
    requests: 0,
  };
  return billFor(plan.tariff, nothing);
}

/** Exa asks $0.007 for up to ten results and $0.001 for each further one; native search has its own price. */
function searchOf(hop: Hop, request: ChatRequest): { searches: number; pluginSearchPrice: string | null } {
  const plugin = request.plugins.find(({ id, enabled }) => id === "web" && enabled !== false);
  const online = plugin !== undefined || hop.online;
  if (!online) return { searches: hop.entry.searches ? 1 : 0, pluginSearchPrice: null };
  const { web_search: native } = hop.entry.model.pricing;
  const paidNatively = native !== undefined && native !== "0" && (plugin?.engine ?? "native") === "native";
  if (paidNatively) return { searches: 1, pluginSearchPrice: null };
  const further = Math.max(numberOr(plugin?.max_results, 5) - 10, 0);
  return {
    searches: 1,
    pluginSearchPrice: decimalText(yocto("0.007") + yocto("0.001") * BigInt(Math.floor(further))),
  };
}

function stopAt(text: string, stops: string[]): string {
  const at = stops
    .filter((stop) => stop !== "")
    .map((stop) => text.indexOf(stop))
    .filter((index) => index !== -1);
  return at.length === 0 ? text : text.slice(0, Math.min(...at));
}

const NATIVE: Record<string, Record<string, string>> = {
  anthropic: { stop: "end_turn", length: "max_tokens", tool_calls: "tool_use" },
  google: { stop: "STOP", length: "MAX_TOKENS", tool_calls: "STOP" },
  openai: { stop: "completed", length: "max_output_tokens", tool_calls: "completed" },
};

const nativeReason = (reason: string, id: string): string =>
  NATIVE[id.split("/")[0] ?? ""]?.[reason] ?? reason;
