import "server-only";
import type { Bounder } from "@/lib/budgets/bounder.server";
import type { Attachment } from "@/lib/conversations/attachments-api";
import type { NewTurn } from "@/lib/conversations/turns.server";
import type { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { asRecord, type JsonRecord } from "@/lib/core/lenient";
import type { Usd } from "@/lib/core/money";
import { cleanJson } from "@/lib/core/storable";
import type { Db } from "@/lib/db/client.server";
import { CHAT_SPELLING } from "@/lib/routes/chat-spelling";
import { enforcePolicy } from "@/lib/routes/enforce-policy";
import { isRoute } from "@/lib/routes/is-route";
import { routeRequest } from "@/lib/routes/resolve.server";
import type { Actor } from "@/lib/team/actor";
import type { Rulebook } from "@/lib/team/workspace.server";
import { completionBody } from "./completion-body";
import type { Contents } from "./content-parts";
import { readGatewayRequest } from "./gateway-request";
import { toMessages } from "./history";
import { keptParameters } from "./kept-parameters";
import type { Asked } from "./prepare.server";
import type { Plan } from "./runner.server";
import { paneRefusalOf } from "./workspace-rules.server";

type Priced = { estimate: Usd | null; ceiling: Usd | null; prices: Record<string, unknown> | null };

/** What the catalogue can say of a request before it is sent. */
export type Quote = (
  model: string,
  request: {
    messages: readonly { content: string }[];
    maxTokens: number | null;
    images?: number;
    promptBytes?: number;
    addedTokens?: number;
    vectors?: boolean | undefined;
  },
) => Promise<Priced>;

/** Tells why nothing should be sent for these models; null when nothing speaks against it. */
export type Guard = (models: readonly string[]) => Promise<AppError | null>;

export type PlanDeps = {
  account: string;
  quote: Quote;
  freeGuard: Guard;
  bounder: Bounder;
  rules: Pick<Rulebook, "current">;
  /** Whether all of these models look at pictures, as far as is known; without it all do. */
  takesPictures?: (models: readonly string[]) => Promise<boolean>;
  takenSettings?: TakenSettings;
};

/** What of a pane's settings its chain takes, as far as is known; without it all of them. */
export type TakenSettings = (
  chain: readonly string[],
  parameters: Readonly<Record<string, unknown>>,
) => Promise<Readonly<Record<string, unknown>>>;

/** What goes on record of one pane, and what is sent for it. */
export type PanePlan = {
  plan: Plan;
  turns: (Omit<NewTurn, "createdAt"> & { attachments: readonly Attachment[] })[];
  messageId: string;
  userMessageId: string;
};

/** Tiers that cost no more than the list says. */
const LISTED_TIERS = ["default", "flex", undefined];

/** @throws AppError `unknown_route` when a route is to answer that there is none of */
export async function planPane(
  { account, quote, freeGuard, bounder, rules: rulebook, takenSettings }: PlanDeps,
  db: Db,
  actor: Actor,
  conversationId: string,
  { paneId, turnId, settings, turns, said }: Asked,
  contents: Contents,
): Promise<PanePlan> {
  const { model, fallbackModels, system } = settings;
  const [generationId, messageId] = [newId(), newId()];
  const taken = await takenSettings?.([model, ...fallbackModels], settings.parameters);
  const asked = {
    ...completionBody(
      { ...settings, parameters: taken ?? settings.parameters },
      toMessages(system, [...turns, ...said], contents),
    ),
    ...{ stream: true, session_id: paneId },
  };
  const asker = { session: paneId, user: actor.memberId, key: null };
  const routed = isRoute(model) ? await routeRequest(db, model, asked, asker, generationId) : null;
  const rules = await rulebook.current();
  const { body } = enforcePolicy(routed?.body ?? asked, rules, CHAT_SPELLING);
  const text = JSON.stringify(body);
  // The same reading as of a program's request: what may be kept of it, and whether its price is bounded.
  const request = readGatewayRequest(body, null);
  const { models } = request;
  const isBounded = request.isBounded && LISTED_TIERS.includes(body.service_tier as string | undefined);
  // What pictures are as text says nothing of what they cost: they are counted, not measured.
  const promptBytes = Buffer.byteLength(text) - request.imageBytes;
  const priced = await Promise.all(models.map((id) => quote(id, { ...request, promptBytes })));
  const subject = { memberId: actor.memberId, keyId: null, environment: null };
  const bound = await bounder.bound(
    { ...subject, routeId: routed?.record.routeId ?? null, tags: [] },
    () => ({
      ...{ body, models, promptBytes, images: request.images, isBounded },
      messages: request.messages.length,
    }),
  );
  const isBinding = bound !== null && "ceiling" in bound;
  const chain = [...said, { id: messageId, role: "assistant" as const, content: "", attachments: [] }];
  return {
    messageId,
    userMessageId: [...turns, ...said].findLast(({ role }) => role === "user")?.id ?? messageId,
    turns: chain.map((turn, index) => ({
      ...turn,
      ...{ conversationId, paneId, turnId },
      parentId: chain[index - 1]?.id ?? turns.at(-1)?.id ?? null,
      generationId: turn.id === messageId ? generationId : null,
      answerSchema: turn.id === messageId ? schemaIn(body) : null,
    })),
    plan: {
      body: isBinding ? JSON.stringify(bound.body) : text,
      unbounded: bound && "unbounded" in bound ? bound.unbounded : null,
      refusal: paneRefusalOf(request, rules) ?? (await freeGuard(models)),
      opening: {
        id: generationId,
        account,
        memberId: actor.memberId,
        source: "playground",
        conversationId,
        messageId,
        models,
        ...routed?.record,
        parameters: isBinding ? keptParameters(bound.body) : request.parameters,
        // How many tokens a picture, a document or a recording is, nobody says beforehand.
        estimate: request.hasMedia ? null : (priced[0]?.estimate ?? null),
        ceiling: isBinding ? bound.ceiling : isBounded ? dearest(priced.map(({ ceiling }) => ceiling)) : null,
        isBinding,
        priceSnapshot: priced[0]?.prices ?? null,
      },
    },
  };
}

/** Characters of a schema that is kept with every answer, to tell whether it fits. */
const LONGEST_SCHEMA = 20_000;

function schemaIn({ response_format }: JsonRecord): JsonRecord | null {
  const schema = asRecord(asRecord(asRecord(response_format)?.json_schema)?.schema);
  return schema && JSON.stringify(schema).length <= LONGEST_SCHEMA ? (cleanJson(schema) as JsonRecord) : null;
}

/** The most of several ceilings; null when one of them is unknown. */
const dearest = (ceilings: (Usd | null)[]): Usd | null =>
  ceilings.reduce((most, next) => (most === null || next === null ? null : most < next ? next : most));
