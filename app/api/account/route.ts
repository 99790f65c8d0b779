import { encode } from "zod/mini";
import { readAccount } from "@/lib/team/sessions.server";
import { Account } from "@/lib/team/team-api";
import { team } from "../team-handler";

export const GET = team("account:write", async ({ access, services, session }) =>
  Response.json(encode(Account, await readAccount(access, session, services.now()))),
);
