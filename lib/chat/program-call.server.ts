import "server-only";
import { parse, stringify } from "lossless-json";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { asArray, asRecord, asText } from "@/lib/core/lenient";
import type { Db } from "@/lib/db/client.server";
import { isRoute } from "@/lib/routes/is-route";
import { type RoutedRequest, routeRequest } from "@/lib/routes/resolve.server";
import type { Dialect } from "./dialects/dialect";
import { CHAT } from "./dialects/dialects";
import type { GatewayRequest } from "./gateway-request";

/** A program's request as it is sent on: just as it came, or as a route has it. */
export type ProgramCall = {
  body: string;
  request: GatewayRequest;
  route: RoutedRequest | null;
  dialect: Dialect;
};

type Came = {
  text: string;
  value: unknown;
  keyId: string;
  tags: string | null;
  session: string | null;
  dialect?: Dialect;
  /** Hears which route chose, also when what came of it is then refused. */
  onRoute?: (route: RoutedRequest) => void;
};

/** @throws AppError `invalid_request`, `unknown_route` */
export async function readProgramCall(
  db: Db,
  { text, value, keyId, tags, session, dialect = CHAT, onRoute }: Came,
): Promise<ProgramCall> {
  const came = asRecord(value);
  const model = asText(came?.model);
  const fallbacks = asArray(came?.fallbacks).map((fallback) => asRecord(fallback)?.model ?? fallback);
  const models = [...asArray(came?.models), ...fallbacks].map(asText);
  if (model === null || !isRoute(model)) {
    if (models.some((id) => id !== null && isRoute(id))) throw alone("A route cannot be a fallback.");
    return { body: text, request: dialect.readRequest(value, tags), route: null, dialect };
  }
  if (models.length > 0) throw alone("A route brings its own fallbacks.");
  const asker = {
    session: asText(came?.session_id) ?? asText(session),
    user: asText(came?.user),
    key: keyId,
  };
  // Numbers keep the digits in which they came.
  const exact = asRecord(parse(text, null, { onDuplicateKey: ({ newValue }) => newValue })) ?? {};
  const route = await routeRequest(db, model, exact, asker, newId(), dialect.spelling);
  onRoute?.(route);
  const body = stringify(route.body) ?? "{}";
  return { body, request: dialect.readRequest(JSON.parse(body), tags), route, dialect };
}

const alone = (why: string) =>
  new AppError(
    "invalid_request",
    { issues: [{ path: "models", message: "cannot be told with a route" }] },
    { message: `${why} Leave \`models\` out of the request.` },
  );
