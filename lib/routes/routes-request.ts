import { z } from "zod";
import { plainLine } from "@/lib/team/keys-request";
import { ROUTE_NAME } from "./route-id";
import { RouteSpec } from "./spec-request";

const Name = z.string().regex(ROUTE_NAME, "must be small letters, digits, dots, _ or -, 64 at most");
const Note = plainLine(500).or(z.literal(""));
const Version = z.number().int().min(1);
/** The draft's revision that the sender has seen. */
const Revision = z.number().int().min(1);

/** `POST /api/routes`: a route with a draft, and nothing published yet. */
export const NewRoute = z.strictObject({
  // `/api/routes/aliases` is taken.
  name: Name.refine((name) => name !== "aliases", "cannot be called so"),
  spec: RouteSpec,
});
export type NewRoute = z.infer<typeof NewRoute>;

/** `PUT /api/routes/{name}/draft`. */
export const DraftChange = z.strictObject({ spec: RouteSpec, revision: Revision });
export type DraftChange = z.infer<typeof DraftChange>;

/** `POST /api/routes/{name}/versions`: publishes the draft, or an earlier version once more. */
export const Publication = z.strictObject({
  revision: Revision,
  restores: Version.exactOptional(),
  note: Note.default(""),
});
export type Publication = z.infer<typeof Publication>;

/** `PATCH /api/routes/{name}`. */
export const RouteChange = z.strictObject({ archived: z.boolean() });

/** `PUT /api/routes/aliases/{alias}`. */
export const AliasTarget = z.strictObject({ route: Name });
export const AliasName = Name;

/** `POST /api/route-import`: a request's body as it was pasted. */
export const PastedBody = z.strictObject({ text: z.string().max(4_000_000) });
