import { encode } from "zod/mini";
import { Setup } from "@/lib/conversations/setup-api";
import { SetupRequest } from "@/lib/conversations/setup-request";
import { handle } from "../handler";

/** Judges what a reproduce link holds. The link itself stays in the browser: its part after `#` is never sent. */
export const POST = handle("chat:read", async ({ body }) =>
  Response.json(encode(Setup, await body(SetupRequest))),
);
