import { encode } from "zod/mini";
import { ZERO } from "@/lib/core/money";
import { monthByMember } from "@/lib/spend/by-member.server";
import { isAllowed } from "@/lib/team/actor";
import { listInvitations } from "@/lib/team/invitations.server";
import { listFormerMembers, listMembers } from "@/lib/team/members.server";
import { grantableRoles, outranks } from "@/lib/team/rank";
import { Team } from "@/lib/team/team-api";
import { team } from "../../team-handler";

export const GET = team("team:read", async ({ actor, services }) => {
  const { db, account, env, mailer, oidc } = services;
  const now = services.now();
  const [members, former, invitations, month] = await Promise.all([
    listMembers(db, now),
    listFormerMembers(db),
    listInvitations(db, now),
    monthByMember(db, account, now),
  ]);
  return Response.json(
    encode(Team, {
      members: members.map((one) => ({
        ...one,
        spent: month.spent.get(one.id) ?? ZERO,
        mayChange: outranks(actor.role, one.role),
      })),
      former: former.map(({ isKnown, role, ...one }) => ({
        ...one,
        mayReadmit: oidc !== null && isKnown && outranks(actor.role, role),
      })),
      invitations,
      monthFrom: month.from,
      self: actor.memberId,
      roles: grantableRoles(actor.role),
      mayTransfer: isAllowed(actor, "team:transfer"),
      mayInvite: !env.OIDC_ONLY,
      sendsMail: mailer !== null,
      makesResetLinks: mailer === null && !env.OIDC_ONLY,
    }),
  );
});
