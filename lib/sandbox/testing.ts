import { SANDBOX_KEY, SANDBOX_MANAGEMENT_KEY } from "./keys";
import type { Sandbox } from "./sandbox";

const BASE = "http://sandbox.invalid/api/v1";

type Asking = { fault?: string; headers?: Record<string, string>; signal?: AbortSignal };

/** A completion request, in process, as a client would send it. */
export function ask(
  sandbox: Sandbox,
  body: Record<string, unknown>,
  { fault, headers, signal }: Asking = {},
): Promise<Response> {
  const {
    model = "openai/gpt-4o",
    messages = [{ role: "user", content: "Explain compilers" }],
    ...rest
  } = body;
  return sandbox.handle(
    new Request(`${BASE}/chat/completions`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${SANDBOX_KEY}`,
        "content-type": "application/json",
        ...(fault && { "x-sandbox-fault": fault }),
        ...headers,
      },
      body: JSON.stringify({
        ...(body.models === undefined || body.model !== undefined ? { model } : {}),
        messages,
        ...rest,
      }),
      ...(signal && { signal }),
    }),
  );
}

export function get(sandbox: Sandbox, path: string, key: string | null = SANDBOX_KEY): Promise<Response> {
  return sandbox.handle(
    new Request(`${BASE}${path}`, { headers: key === null ? {} : { authorization: `Bearer ${key}` } }),
  );
}

export const getAsManager = (sandbox: Sandbox, path: string): Promise<Response> =>
  get(sandbox, path, SANDBOX_MANAGEMENT_KEY);

/** The JSON of an answer, as loosely typed as `JSON.parse` leaves it. */
export const bodyOf = async (response: Response | Promise<Response>) =>
  JSON.parse(await (await response).text());

/** The data of every event, parsed; text that is no JSON, such as `[DONE]`, stays text. */
export const events = (text: string) =>
  text.split("\n\n").flatMap((event) => (event.startsWith("data: ") ? [parsed(event.slice(6))] : []));

function parsed(text: string) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
