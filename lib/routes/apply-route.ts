import { AppError } from "@/lib/core/errors";
import { asRecord, type JsonRecord } from "@/lib/core/lenient";
import { CHAT_SPELLING } from "./chat-spelling";
import type { RouteArm, RouteSpec } from "./spec-request";
import { type Fields, fieldAt, isSet, type Spelling, setField } from "./spelling";

export type Routed = {
  body: JsonRecord;
  /** Fields of the body that the route set or took out, sorted; `provider` preferences each by itself. */
  changed: string[];
  /** What the route sets, but the API has no word for. */
  leftOut: string[];
};

/**
 * A caller's body as a route has it sent. The caller's settings come before the route's, unless the route locks
 * them; preferences among providers are told apart one by one. Whatever the route does not know stays as it is.
 * @throws AppError `invalid_request` when the route locks something that cannot be said in this API
 */
export function applyRoute(
  spec: RouteSpec,
  arm: RouteArm,
  caller: JsonRecord,
  spelling: Spelling = CHAT_SPELLING,
): Routed {
  const { system, parameters, locked } = spec;
  const changed = new Set<string>(["model"]);
  const leftOut: string[] = [];
  const body: Record<string, unknown> = { ...caller };
  const set = (fields: Fields) => {
    for (const [path, value] of Object.entries(fields)) {
      setField(body, path, value);
      changed.add(path);
    }
  };
  const say = (name: string, fields: Fields | null) => {
    if (fields) return set(fields);
    if (locked.includes(name)) throw unsaid(name);
    leftOut.push(name);
  };

  for (const name of locked) {
    for (const path of spelling.word(name)?.at ?? [name])
      if (isSet(fieldAt(caller, path))) set({ [path]: undefined });
  }
  const { provider, ...others } = parameters;
  for (const [name, value] of Object.entries(others)) {
    if (value === undefined) continue;
    const word = spelling.word(name);
    const isCallers = word?.at.some((path) => isSet(fieldAt(body, path)));
    if (!isCallers) say(name, word?.write(value) ?? null);
  }
  const own = asRecord(body.provider);
  const missing = Object.entries(provider ?? {}).filter(([name]) => !isSet(own?.[name]));
  if (missing.length > 0) {
    body.provider = { ...own, ...Object.fromEntries(missing) };
    for (const [name] of missing) changed.add(`provider.${name}`);
  }

  const [model, ...fallbacks] = arm.models;
  body.model = model;
  delete body.models;
  if (fallbacks.length > 0) say("models", spelling.fallbacks(fallbacks));
  say("system", spelling.instructions(body, system, locked.includes("system")));
  return { body, changed: [...changed].sort(), leftOut };
}

const unsaid = (name: string): AppError =>
  new AppError(
    "invalid_request",
    { issues: [{ path: "model", message: `leads to a route that locks ${name}` }] },
    { message: `The route locks \`${name}\`, which this API has no word for. Ask for it by another API.` },
  );
