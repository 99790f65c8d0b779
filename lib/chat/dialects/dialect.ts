import type { Completion } from "@/lib/chat/completion";
import type { GatewayRequest } from "@/lib/chat/gateway-request";
import type { Reading } from "@/lib/chat/reading";
import type { Failure } from "@/lib/core/errors";
import type { Spelling } from "@/lib/routes/spelling";

/** What differs between the APIs that programs speak; all else about a call is the same for every one of them. */
export type Dialect = {
  /** Below `/api/v1`, here and upstream. */
  path: string;
  /** What is to be known of a request that is passed on as it came. @throws AppError `invalid_request` */
  readRequest(body: unknown, tagHeader: string | null): GatewayRequest;
  reading: Reading;
  /** How a route's chain, instructions and settings are written in a request. */
  spelling: Spelling;
  /** What it calls the limit of an answer; the first of several names is the one to add. */
  limitFields: readonly string[];
  /** The body of an error. */
  formatError(failure: Failure): unknown;
  /** The last event of a stream that broke off without saying why. */
  formatCut(failure: Failure, completion: Completion): string;
  /** Takes out of the last events of a stream what its clients cannot read. */
  trimEnd?: (bytes: Uint8Array) => Uint8Array;
  /** Headers of the program that are a part of its request, and go along with it. */
  headers: readonly string[];
  /** Whether the key may also come as `X-Api-Key`. */
  takesApiKey: boolean;
};
