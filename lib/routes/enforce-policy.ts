import { AppError } from "@/lib/core/errors";
import { asArray, asRecord, type JsonRecord } from "@/lib/core/lenient";
import type { WorkspaceRules } from "@/lib/team/workspace-api";
import { fieldAt, type Spelling, setField } from "./spelling";

type Policy = Pick<WorkspaceRules, "denyDataCollection" | "requireZeroRetention">;

/** What a workspace asks of providers, in the words of chat; null when it asks nothing. */
export function policyOf({ denyDataCollection, requireZeroRetention }: Policy): JsonRecord | null {
  const wanted = {
    ...(denyDataCollection && { data_collection: "deny" }),
    ...(requireZeroRetention && { zdr: true }),
  };
  return Object.keys(wanted).length === 0 ? null : wanted;
}

/**
 * A body as the workspace's data policy has it sent, whatever the caller or a route says to the contrary. What already
 * says so stays as it is.
 * @returns the fields that were set, sorted; none when nothing was
 * @throws AppError `invalid_request` where the API has no word for it: a policy is a promise, like a lock
 */
export function enforcePolicy(
  caller: JsonRecord,
  rules: Policy,
  spelling: Spelling,
): { body: JsonRecord; changed: string[] } {
  const wanted = policyOf(rules);
  if (!wanted) return { body: caller, changed: [] };
  const word = spelling.word("provider");
  const at = word?.at[0];
  if (!word || at === undefined) throw unsaid();
  const body: Record<string, unknown> = { ...caller };
  const changed: string[] = [];
  const missing = missingIn(fieldAt(caller, at), wanted);
  if (missing.length > 0) {
    const fields = word.write({ ...asRecord(fieldAt(caller, at)), ...wanted });
    if (!fields) throw unsaid();
    for (const [path, value] of Object.entries(fields)) setField(body, path, value);
    changed.push(...missing.map((name) => `${at}.${name}`));
  }
  // A fallback that is written as an object could bring preferences of its own.
  const fallbacks = asArray(caller.fallbacks);
  const loose = (fallback: unknown) => {
    const own = asRecord(fallback)?.provider;
    return own !== undefined && missingIn(own, wanted).length > 0;
  };
  if (fallbacks.some(loose)) {
    body.fallbacks = fallbacks.map((fallback) => {
      const record = asRecord(fallback);
      return loose(fallback)
        ? { ...record, provider: { ...asRecord(record?.provider), ...wanted } }
        : fallback;
    });
    changed.push("fallbacks");
  }
  return { body, changed: changed.sort() };
}

/** What of a policy preferences do not say, or say otherwise. */
const missingIn = (preferences: unknown, wanted: JsonRecord): string[] =>
  Object.keys(wanted).filter((name) => asRecord(preferences)?.[name] !== wanted[name]);

const unsaid = (): AppError =>
  new AppError(
    "invalid_request",
    { issues: [{ path: "provider", message: "cannot be said in this API" }] },
    {
      message:
        "The workspace's data policy holds for every request, and this API has no word for it. Use another API.",
    },
  );
