import type * as z from "zod/mini";
import { fetchOk, type Options, unreachable } from "./fetch-json";

/**
 * Like {@link fetchJson}, for an answer that comes line by line.
 * @throws RequestError also when the answer breaks off
 */
export async function* fetchLines<Schema extends z.ZodMiniType>(
  path: string,
  schema: Schema,
  options: Options,
): AsyncGenerator<z.output<Schema>> {
  const response = await fetchOk(path, { ...options, accept: "application/x-ndjson" });
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  let rest = "";
  while (reader) {
    const { done, value } = await reader.read().catch((cause: unknown) => {
      throw options.signal?.aborted ? cause : unreachable(cause);
    });
    if (done) break;
    const lines = (rest + decoder.decode(value, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield schema.parse(JSON.parse(line));
  }
}
