import type { Completion } from "@/lib/chat/completion";
import type { Reading } from "@/lib/chat/reading";
import { describeFailure } from "@/lib/core/errors";
import { asArray, asRecord, type JsonRecord } from "@/lib/core/lenient";
import { asLabel } from "@/lib/core/storable";
import { readFailure } from "@/lib/openrouter/failure";
import { mergeUsage, readUsage } from "@/lib/openrouter/usage";

/** One body: many vectors and a bill. */
export const EMBEDDINGS_READING: Reading = {
  add: addBody,
  isAnswer: ({ data }) => asArray(data).length > 0,
  essence: withoutVectors,
  lastEvents: 0,
};

function addBody(before: Completion, body: JsonRecord): Completion {
  const model = asLabel(body.model);
  const error = body.error ?? null;
  return {
    ...before,
    upstreamId: before.upstreamId ?? asLabel(body.id),
    // Without its author it is the name of no model.
    model: model?.includes("/") ? model : before.model,
    provider: asLabel(body.provider) ?? before.provider,
    routing: asRecord(body.openrouter_metadata) ?? before.routing,
    usage: mergeUsage(before.usage, readUsage(body.usage)),
    failure:
      before.failure ??
      (error === null
        ? null
        : describeFailure(
            readFailure({ status: 502, body: { error: asRecord(error) ?? { message: String(error) } } }),
          )),
    events: before.events + 1,
  };
}

const VECTOR = '"embedding"';

/** Megabytes of numbers say nothing of the bill. They are left out in one pass, whatever stands in between. */
export function withoutVectors(json: string): string {
  const kept: string[] = [];
  let from = 0;
  for (let at = json.indexOf(VECTOR); at !== -1; at = json.indexOf(VECTOR, from)) {
    const start = startOfValue(json, at + VECTOR.length);
    const open = json[start];
    const end = open === "[" ? json.indexOf("]", start) : open === '"' ? json.indexOf('"', start + 1) : -1;
    if (open !== "[" && open !== '"') {
      kept.push(json.slice(from, start));
      from = start;
    } else if (end === -1) {
      break;
    } else {
      kept.push(json.slice(from, start), "0");
      from = end + 1;
    }
  }
  return kept.join("") + json.slice(from);
}

/** Where the value of a name begins that ends at `at`: behind a colon and white space, else right there. */
function startOfValue(json: string, at: number): number {
  let start = at;
  while (json[start] === " " || json[start] === "\n" || json[start] === "\r" || json[start] === "\t") start++;
  if (json[start] !== ":") return at;
  start++;
  while (json[start] === " " || json[start] === "\n" || json[start] === "\r" || json[start] === "\t") start++;
  return start;
}
