import { encode } from "zod/mini";
import { AlertRule } from "@/lib/alerts/alerts-api";
import { restoreRule } from "@/lib/alerts/rules.server";
import { requireId } from "@/lib/core/require-id";
import { handle } from "../../../../handler";
import { onRecord } from "../../../../on-record";
import { ruleDetails } from "../../../details";

/** Takes back that a rule was taken away. */
export const POST = handle<{ id: string }>("alerts:write", async (context) => {
  const id = requireId(context.params.id);
  const { account } = context.services;
  const restored = await onRecord(
    context,
    (tx, now) => restoreRule(tx, id, { account, now }),
    (rule) => ({ action: "alert_rule.restore", objectId: id, details: ruleDetails(rule) }),
  );
  return Response.json(encode(AlertRule, restored));
});
