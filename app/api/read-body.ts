import { AppError } from "@/lib/core/errors";
import { judgeJson } from "./judge-json";

/**
 * Reads a request's JSON, counting bytes as they arrive: the announced length may be wrong or missing.
 * @throws AppError `too_large` beyond `limit` bytes, `invalid_request` for anything that is not sane JSON
 */
export async function readJson(request: Request, limit: number): Promise<unknown> {
  return (await readJsonText(request, limit)).value;
}

/** The same, with the text it was read from. */
export async function readJsonText(
  request: Request,
  limit: number,
): Promise<{ text: string; value: unknown }> {
  const bytes = await readBytes(request, limit);
  const refusal = judgeJson(bytes);
  if (refusal) throw notJson(refusal);
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return { text, value: JSON.parse(text) };
  } catch {
    // The parser's own words quote the input.
    throw notJson("This is not valid JSON.");
  }
}

/** The body up to `limit` bytes. @throws AppError `too_large` beyond it */
export async function readBytes(request: Request, limit: number): Promise<Uint8Array> {
  const tooLarge = () =>
    new AppError("too_large", {}, { message: `The request is larger than ${sizeOf(limit)}.` });
  if (Number(request.headers.get("content-length")) > limit) throw tooLarge();
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = request.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read().catch((cause: unknown) => {
      throw new AppError("invalid_request", {}, { message: "The request broke off.", cause });
    });
    if (done) break;
    length += value.byteLength;
    if (length > limit) {
      reader.cancel().catch(() => {});
      throw tooLarge();
    }
    chunks.push(value);
  }
  return Buffer.concat(chunks, length);
}

const sizeOf = (bytes: number): string =>
  bytes < 1_048_576 ? `${Math.floor(bytes / 1_024)} KB` : `${Math.floor(bytes / 1_048_576)} MB`;

const notJson = (message: string): AppError =>
  new AppError("invalid_request", { issues: [{ path: "", message }] });
