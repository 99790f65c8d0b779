import { encode } from "zod/mini";
import { AlertRule, AlertRuleList } from "@/lib/alerts/alerts-api";
import { AlertRuleRequest } from "@/lib/alerts/alerts-request";
import { createRule, listRules } from "@/lib/alerts/rules.server";
import { handle } from "../../handler";
import { onRecord } from "../../on-record";
import { ruleDetails } from "../details";

export const GET = handle("alerts:all", async ({ services }) => {
  const options = { account: services.account, now: services.now() };
  return Response.json(encode(AlertRuleList, await listRules(services.db, options)));
});

export const POST = handle("alerts:write", async (context) => {
  const { actor, services } = context;
  const request = await context.body(AlertRuleRequest);
  const created = await onRecord(
    context,
    (tx, now) => createRule(tx, actor, request, { account: services.account, now }),
    (rule) => ({ action: "alert_rule.create", objectId: rule.id, details: ruleDetails(rule) }),
  );
  return Response.json(encode(AlertRule, created), { status: 201 });
});
