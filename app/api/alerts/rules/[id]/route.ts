import { encode } from "zod/mini";
import { AlertRule } from "@/lib/alerts/alerts-api";
import { AlertRuleChange } from "@/lib/alerts/alerts-request";
import { changeRule, removeRule } from "@/lib/alerts/rules.server";
import { requireId } from "@/lib/core/require-id";
import { handle } from "../../../handler";
import { onRecord } from "../../../on-record";
import { ruleDetails } from "../../details";

type Params = { id: string };

export const PATCH = handle<Params>("alerts:write", async (context) => {
  const [id, change] = [requireId(context.params.id), await context.body(AlertRuleChange)];
  const { account } = context.services;
  const changed = await onRecord(
    context,
    (tx, now) => changeRule(tx, id, change, { account, now }),
    (rule) => ({ action: "alert_rule.change", objectId: id, details: ruleDetails(rule) }),
  );
  return Response.json(encode(AlertRule, changed));
});

export const DELETE = handle<Params>("alerts:write", async (context) => {
  const id = requireId(context.params.id);
  const { account } = context.services;
  await onRecord(
    context,
    (tx, now) => removeRule(tx, id, { account, now }),
    (rule) => ({ action: "alert_rule.remove", objectId: id, details: ruleDetails(rule) }),
  );
  return new Response(null, { status: 204 });
});
