import type { AlertChannel, AlertRule } from "@/lib/alerts/alerts-api";

const words = (settings: object): Record<string, string> =>
  Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      name,
      value === null ? "all" : Array.isArray(value) ? value.join(", ") : String(value),
    ]),
  );

/** What the audit log says of a rule. */
export const ruleDetails = (rule: AlertRule) => ({
  ...{ rule: rule.name, kind: rule.kind, channels: String(rule.channels.length) },
  ...{ urgent: rule.isUrgent ? "yes" : "no", enabled: rule.isEnabled ? "yes" : "no" },
  "tells when over": rule.tellsOver ? "yes" : "no",
  ...words(rule.settings),
});

/** What the audit log says of a channel; of its address no more than is shown. */
export const channelDetails = ({ name, kind, address, addresses, digest, isEnabled }: AlertChannel) => ({
  ...{ channel: name, kind, digest, enabled: isEnabled ? "yes" : "no" },
  ...(address !== null && { address }),
  ...(addresses.length > 0 && { addresses: addresses.join(", ") }),
});
