import { countUnread } from "@/lib/alerts/list.server";
import { handle } from "../../handler";

export const GET = handle("alerts:read", async ({ actor, services }) =>
  Response.json(await countUnread(services.db, { account: services.account, memberId: actor.memberId })),
);
