import "server-only";
import { parse, stringify } from "lossless-json";
import type { Bounder } from "@/lib/budgets/bounder.server";
import { newId } from "@/lib/core/ids";
import { asRecord } from "@/lib/core/lenient";
import type { KeyHolder } from "@/lib/team/keys.server";
import { keptParameters } from "./kept-parameters";
import type { Quote } from "./plan.server";
import type { ProgramCall } from "./program-call.server";
import type { Plan } from "./runner.server";

export type Planning = { account: string; quote: Quote; bounder: Bounder };

/** A request to plan, and who asks. */
export type Planned = ProgramCall & {
  holder: KeyHolder;
  /** Hears which fields of the body a budget or the data policy of the workspace added or changed. */
  onChanged?: (changed: readonly string[]) => void;
};

/** What is sent and goes on record as the program asked for it. */
export async function planFor(
  { account, quote }: Planning,
  { holder, body, request, route }: Planned,
): Promise<Plan> {
  const {
    models,
    parameters,
    messages,
    maxTokens,
    tags,
    images,
    imageBytes,
    vectors,
    isBounded,
    addedTokens,
  } = request;
  const first = models[0];
  const promptBytes = Buffer.byteLength(body) - imageBytes;
  const { estimate, ceiling, prices } = first
    ? await quote(first, { messages, maxTokens, images, promptBytes, addedTokens, vectors })
    : { estimate: null, ceiling: null, prices: null };
  return {
    body,
    opening: {
      id: newId(),
      account,
      memberId: holder.memberId,
      keyId: holder.id,
      source: "gateway",
      conversationId: null,
      messageId: null,
      models,
      ...route?.record,
      parameters,
      tags,
      // Of tokens that came as numbers nothing could be read.
      estimate: messages.length === 0 ? null : estimate,
      // With fallbacks the dearest model counts, and only the first is priced here.
      ceiling: models.length === 1 && isBounded ? ceiling : null,
      priceSnapshot: prices,
    },
  };
}

/** The same with a bound on its cost, where a hard budget asks for one. */
export async function boundFor({ bounder }: Planning, call: Planned, plan: Plan): Promise<Plan> {
  const { holder, body, request, route, dialect, onChanged } = call;
  const { memberId, id: keyId, environment } = holder;
  const subject = {
    memberId,
    keyId,
    environment,
    routeId: route?.record.routeId ?? null,
    tags: request.tags,
  };
  const bound = await bounder.bound(subject, () => ({
    // Numbers keep the digits in which they came.
    body: asRecord(parse(body, null, { onDuplicateKey: ({ newValue }) => newValue })) ?? {},
    models: request.models,
    promptBytes: Buffer.byteLength(body) - request.imageBytes,
    messages: request.messages.length,
    images: request.images,
    isBounded: request.isBounded,
    vectors: request.vectors ?? false,
    limitFields: dialect.limitFields,
  }));
  if (bound === null) return plan;
  if ("unbounded" in bound) return { ...plan, unbounded: bound.unbounded };
  onChanged?.(bound.changed);
  const sent = bound.changed.length === 0 ? body : (stringify(bound.body) ?? body);
  const parameters = keptParameters(JSON.parse(sent));
  return {
    ...plan,
    opening: { ...plan.opening, ceiling: bound.ceiling, isBinding: true, parameters },
    body: sent,
  };
}
