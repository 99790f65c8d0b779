import { encode } from "zod/mini";
import { renameMember } from "@/lib/team/members.server";
import { readAccount } from "@/lib/team/sessions.server";
import { Account } from "@/lib/team/team-api";
import { AccountChange } from "@/lib/team/team-request";
import { onRecord } from "../on-record";
import { team } from "../team-handler";

export const GET = team("account:write", async ({ access, services, session }) =>
  Response.json(encode(Account, await readAccount(access, session, services.now()))),
);

export const PATCH = team("account:write", async (context) => {
  const { access, actor, services, session } = context;
  const { name } = await context.body(AccountChange);
  await onRecord(
    context,
    (tx) => renameMember(tx, actor.memberId, name),
    (before) => (before === name ? null : { action: "member.rename", details: { from: before, to: name } }),
  );
  const account = await readAccount(access, { ...session, name }, services.now());
  return Response.json(encode(Account, account));
});
