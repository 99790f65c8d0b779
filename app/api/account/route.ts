import { encode } from "zod/mini";
import { readAccount } from "@/lib/team/sessions.server";
import { Account } from "@/lib/team/team-api";
import { team } from "../team-handler";

export const GET = team("account:write", async ({ services, session }) =>
  Response.json(encode(Account, await readAccount(services.db, session, services.now()))),
);
