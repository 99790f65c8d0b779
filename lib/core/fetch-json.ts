import type * as z from "zod/mini";
import { describeFailure, RequestError } from "./failure";
import { ErrorBody } from "./wire";

export type Options = {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  body?: unknown;
  signal?: AbortSignal;
};

/**
 * The browser's one way to the app's own API: sends JSON, decodes the answer with the schema, which may still be on its
 * way itself.
 * @throws RequestError with the server's code, or `unavailable` when Patchbay cannot be reached or its answer breaks off
 */
export async function fetchJson<Schema extends z.ZodMiniType>(
  path: string,
  schema: Schema | Promise<Schema>,
  options: Options = {},
): Promise<z.output<Schema>> {
  const [response, shape] = await Promise.all([fetchOk(path, options), schema]);
  return shape.parse(response.status === 204 ? undefined : await readBody(response, options.signal));
}

/**
 * What an answer holds; undefined when it is no JSON.
 * @throws RequestError `unavailable` when it breaks off
 */
export const readBody = (response: Response, signal: AbortSignal | undefined): Promise<unknown> =>
  response.json().catch((cause: unknown) => {
    if (cause instanceof SyntaxError) return undefined;
    throw signal?.aborted ? cause : unreachable(cause);
  });

/** The same before its answer is read. */
export async function fetchOk(
  path: string,
  { method = "GET", body, signal, accept }: Options & { accept?: string },
): Promise<Response> {
  const response = await fetch(path, {
    method,
    headers: {
      ...(body !== undefined && { "content-type": "application/json" }),
      ...(accept !== undefined && { accept }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
    ...(signal ? { signal } : {}),
  }).catch((cause: unknown) => {
    throw signal?.aborted ? cause : unreachable(cause);
  });
  if (!response.ok) throw toError(await readBody(response, signal), response.status);
  return response;
}

/** Of a request, or an answer, that did not get through. */
export function unreachable(cause: unknown): RequestError {
  const message = "Patchbay cannot be reached. Is it still running?";
  return new RequestError({ code: "unavailable", by: "patchbay", message, remedy: "wait" }, { cause });
}

function toError(answer: unknown, upstreamStatus: number): RequestError {
  const known = ErrorBody.safeParse(answer);
  if (!known.success) return new RequestError({ ...describeFailure(null), upstreamStatus });
  // Optional keys that are absent stay absent.
  return new RequestError(JSON.parse(JSON.stringify(known.data.error)));
}
