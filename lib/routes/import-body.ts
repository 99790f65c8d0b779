import type { ZodType } from "zod";
import { AppError } from "@/lib/core/errors";
import { asArray, asRecord, asText, type JsonRecord } from "@/lib/core/lenient";
import { Parameters } from "@/lib/routing/parameters-request";
import { MOST_FALLBACKS } from "@/lib/routing/preferences";
import { ModelId, ProviderPreferences } from "@/lib/routing/request";
import { isRoute } from "./is-route";
import { modernised } from "./modernise-body";
import { RouteSpec } from "./spec-request";

/** What became of a body: the fields that a route does not take over are told, each with a reason. */
type Imported = { spec: RouteSpec; left: { field: string; reason: string }[] };

/** Like {@link importBody}, of what somebody pasted. @throws AppError `invalid_request` also for what is no JSON */
export function importText(text: string): Imported {
  try {
    return importBody(JSON.parse(text));
  } catch (error) {
    if (error instanceof SyntaxError) throw refused("That is no JSON.");
    throw error;
  }
}

/**
 * A request's body as a route: one arm with its chain, and the settings that a route can have. Whatever does not
 * come along is told.
 * @throws AppError `invalid_request` for what is no body, or names no model
 */
export function importBody(value: unknown): Imported {
  const body = asRecord(value);
  if (!body) throw refused("A request's body is a JSON object.");
  const left: Imported["left"] = [];
  const leave = (field: string, reason: string) => {
    left.push({ field, reason });
  };
  const models = readChain(body, leave);
  const system = readSystem(body, leave);
  const parameters = readParameters(modernised(body, leave), leave);
  const draft = { arms: [{ name: "main", share: 100, models }], system, parameters };
  const spec = RouteSpec.safeParse(draft);
  if (!spec.success) throw refused(spec.error.issues[0]?.message ?? "The body is not valid.");
  return { spec: spec.data, left };
}

const refused = (message: string) => new AppError("invalid_request", {}, { message });

type Leave = (field: string, reason: string) => void;

function readChain({ model, models }: JsonRecord, leave: Leave): string[] {
  const asked: [field: string, id: unknown][] = [
    ...(isSet(model) ? [["model", model] as [string, unknown]] : []),
    ...asArray(models).map((id, index): [string, unknown] => [`models.${index}`, id]),
  ];
  if (isSet(models) && !Array.isArray(models)) leave("models", "is not a list");
  const chain: string[] = [];
  for (const [field, id] of asked) {
    const read = ModelId.safeParse(id);
    if (!read.success) leave(field, "is not a model's id");
    else if (isRoute(read.data)) leave(field, "is a route; a route leads to models only");
    else if (chain.includes(read.data)) leave(field, "is in the chain already");
    else if (chain.length > MOST_FALLBACKS) leave(field, "is one model too many: OpenRouter takes four");
    else chain.push(read.data);
  }
  if (chain.length === 0) throw refused("The body names no model that a route could lead to.");
  return chain;
}

/** The instructions are the route's; what was said is the caller's. */
function readSystem(body: JsonRecord, leave: Leave): string | null {
  const messages = asArray(body.messages).map(asRecord);
  const first = messages.findIndex((message) => message?.role === "system" || message?.role === "developer");
  const system = first === -1 ? null : textOf(messages[first]?.content);
  const isTaken = system !== null && RouteSpec.shape.system.safeParse(system).success;
  if (first !== -1 && !isTaken) leave(`messages.${first}`, "is more than text, or too long");
  if (messages.length > (first === -1 ? 0 : 1)) leave("messages", "are the caller's to say");
  return isTaken ? system : null;
}

/** Parts come to their text when they are nothing else. */
function textOf(content: unknown): string | null {
  if (!Array.isArray(content)) return asText(content);
  const texts = content.map(asRecord).map((part) => (isPlain(part) ? asText(part?.text) : null));
  return texts.length > 0 && texts.every((text) => text !== null) ? texts.join("") : null;
}

const isPlain = (part: JsonRecord | null): boolean =>
  part?.type === "text" && Object.keys(part).every((name) => name === "type" || name === "text");

function readParameters(body: JsonRecord, leave: Leave): Record<string, unknown> {
  const { provider, plugins, ...others } = body;
  const read: Record<string, unknown> = {};
  const keep = (name: string, value: unknown) => {
    const { shape } = Parameters;
    if (!Object.hasOwn(shape, name))
      return leave(name, REASONS.get(name) ?? "is not a setting that a route knows");
    const why = objection(shape[name as keyof typeof shape], value);
    if (why === null) read[name] = value;
    else leave(name, why);
  };
  for (const [name, value] of Object.entries(others)) if (isSet(value) && !TAKEN.has(name)) keep(name, value);
  const preferences = readProvider(provider, leave);
  if (preferences !== null) read.provider = preferences;
  const valid = readPlugins(plugins, leave);
  if (valid !== null) keep("plugins", valid);
  return read;
}

/** Preferences come along one by one. */
function readProvider(value: unknown, leave: Leave): Record<string, unknown> | null {
  if (!isSet(value)) return null;
  const preferences = asRecord(value);
  if (!preferences) {
    leave("provider", "is not an object");
    return null;
  }
  const { shape } = ProviderPreferences;
  const kept = Object.entries(preferences).filter(([name, preference]) => {
    if (!isSet(preference)) return false;
    const known = Object.hasOwn(shape, name) ? shape[name as keyof typeof shape] : null;
    const why = known ? objection(known, preference) : "is not a preference that a route knows";
    if (why !== null) leave(`provider.${name}`, why);
    return why === null;
  });
  return kept.length === 0 ? null : Object.fromEntries(kept);
}

function readPlugins(value: unknown, leave: Leave): unknown {
  if (!Array.isArray(value)) return value ?? null;
  const valid = value.filter((plugin, index) => {
    const why = objection(Parameters.shape.plugins, [plugin]);
    if (why !== null) leave(`plugins.${index}`, why);
    return why === null;
  });
  return valid.length === 0 ? null : valid;
}

/** Why a value is not one that a route can have; null when it is. */
function objection(schema: ZodType, value: unknown): string | null {
  const { error } = schema.safeParse(value);
  if (error === undefined) return null;
  const [issue] = error.issues;
  const path = issue?.path.join(".") ?? "";
  return `is not valid${path === "" ? "" : ` at ${path}`}: ${issue?.message ?? "unknown"}`;
}

const isSet = (value: unknown): boolean => value !== undefined && value !== null;

/** Read elsewhere. */
const TAKEN = new Set(["model", "models", "messages"]);

const CALLERS = "belongs to a single request";
const REASONS = new Map([
  ...[
    ...["stream", "stream_options", "user", "session_id", "metadata", "trace", "prompt", "prediction"],
    ...["cache_control", "prompt_cache_key", "prompt_cache_options", "debug", "n", "audio"],
  ].map((name): [string, string] => [name, CALLERS]),
  ["usage", "is always reported"],
  ["preset", "is kept at OpenRouter, where a route cannot see it"],
  ["route", "says what OpenRouter does anyway"],
]);
