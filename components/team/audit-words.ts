import { formatCount } from "@/lib/core/format";
import { formatMoment } from "@/lib/core/format-instant";
import type { AuditPage } from "@/lib/team/audit-api";

const FORMATS: Record<string, string> = { csv: "CSV", json: "JSON", markdown: "Markdown" };

type Event = Pick<AuditPage["events"][number], "action" | "details">;

/** What was done, in a sentence without its subject; an action of a later version by its name. */
export function auditWords({ action, details }: Event): string {
  const { member = "a member", key = "a key", role, email, from, to, sessions } = details;
  const {
    route = "a route",
    alias = "an alias",
    version,
    restores,
    budget = "a budget",
    rule = "a rule",
    channel = "a channel",
    what,
    format,
    amount = "some",
  } = details;
  const until = details.until && formatMoment(new Date(details.until));
  const terms = [
    details.kind,
    details.limit,
    details.period,
    details.raise && `${details.raise} more until ${until}`,
  ]
    .filter(Boolean)
    .join(", ");
  const words: Record<string, string> = {
    "team.setup": "set up this Patchbay as its owner",
    "team.transfer": `handed the ownership over to ${member}`,
    "session.create": details.by ? `signed in through ${details.by}` : "signed in",
    "session.revoke": sessions === "others" ? "signed out everywhere else" : "ended one of their sessions",
    "password.change": "changed their password",
    "password.link": `made a link with which ${member} sets another password`,
    "password.reset": "set another password by a link",
    "identity.link": `was known again at ${details.by}, by their address${details.password === "removed" ? `; their password was removed${details.keys === "revoked" ? ", and their keys were revoked" : ""}` : ""}`,
    "invitation.create": `invited ${email ?? "somebody by link"} as ${role}`,
    "invitation.renew": `sent the invitation of ${email} as ${role} again`,
    "invitation.revoke": `took back the invitation of ${email ?? "somebody by link"} as ${role}`,
    "invitation.accept": `joined as ${role}`,
    "member.join": `joined as ${role}, through ${details.by}`,
    "member.role": details.by
      ? `became ${to} instead of ${from}, by their groups at ${details.by}`
      : `changed ${member} from ${from} to ${to}`,
    "member.limits": `limited ${member}${limitWords(details)}`,
    "member.suspend": `suspended ${member}`,
    "member.restore": `let ${member} back in`,
    "member.remove": `removed ${member}`,
    "member.readmit": `let ${member}, who was removed, come back through the provider`,
    "member.rename": `changed their name from ${from} to ${to}`,
    "key.create": `created the key ${key}`,
    "key.change": `changed the key ${key}${limitWords(details)}`,
    "key.rotate": `rotated the key ${key}`,
    "key.revoke": `revoked the key ${key}`,
    "route.create": `made the route ${route}`,
    "route.publish": `published ${route}, version ${version}${restores ? `, which is version ${restores} again` : ""}`,
    "route.archive": `archived the route ${route}`,
    "route.restore": `took the route ${route} back into use`,
    "alias.set": `pointed ${alias} at the route ${route}`,
    "alias.remove": `removed the alias ${alias}`,
    "budget.create": `made a budget for ${budget}: ${terms}`,
    "budget.change": `changed the budget for ${budget}: ${terms}`,
    "budget.recount": `had the budget for ${budget} counted anew`,
    "budget.ask": `asked for ${amount} more of the budget for ${budget}`,
    "budget.grant": `granted ${member} ${amount} more of the budget for ${budget} until ${until}`,
    "budget.decline": `left the budget for ${budget} as it is, of which ${member} wanted ${amount} more`,
    "budget.remove": `removed the budget for ${budget}: ${terms}`,
    "budget.restore": `brought the budget for ${budget} back: ${terms}`,
    "alert_rule.create": `made the alert rule ${rule}`,
    "alert_rule.change": `changed the alert rule ${rule}${details.enabled === "no" ? ", which is off" : ""}`,
    "alert_rule.remove": `removed the alert rule ${rule}`,
    "alert_rule.restore": `brought the alert rule ${rule} back`,
    "alert_channel.create": `made ${channel}, where alerts are sent`,
    "alert_channel.change": `changed ${channel}, where alerts are sent${details.secret ? ", and renewed its secret" : ""}`,
    "alert_channel.remove": `removed ${channel}, where alerts were sent`,
    "alert_channel.restore": `brought ${channel} back, where alerts are sent`,
    "settings.change": `changed settings: ${Object.entries(details)
      .map(([name, value]) => `${name} to ${value || "nothing"}`)
      .join(", ")}`,
    "export.create": `exported ${what === "audit log" ? "the audit log" : what} as ${FORMATS[format ?? ""] ?? format}`,
  };
  return words[action] ?? action;
}

/** The limits that were set, or taken away, where any were. */
function limitWords({ requestsPerMinute, tokensPerMinute, maxConcurrent }: Event["details"]): string {
  const many = (count: string | null) => (count === null ? "any number of" : formatCount(Number(count)));
  const words = [
    ...(requestsPerMinute === undefined ? [] : [`${many(requestsPerMinute)} requests per minute`]),
    ...(tokensPerMinute === undefined ? [] : [`${many(tokensPerMinute)} tokens per minute`]),
    ...(maxConcurrent === undefined ? [] : [`${maxConcurrent ?? "any number"} at once`]),
  ];
  return words.length === 0 ? "" : `: ${words.join(", ")}`;
}
