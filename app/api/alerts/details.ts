import type { AlertChannel, AlertRule } from "@/lib/alerts/alerts-api";

const words = (settings: object): Record<string, string> =>
  Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      name,
      value === null ? "all" : Array.isArray(value) ? value.join(", ") : String(value),
    ]),
  );

/** What the audit log says of a rule. */
export const ruleDetails = ({ name, kind, settings, channels, isUrgent, tellsOver, isEnabled }: AlertRule) => ({
  ...{ rule: name, kind, channels: String(channels.length) },
  ...{ urgent: isUrgent ? "yes" : "no", enabled: isEnabled ? "yes" : "no" },
  "tells when over": tellsOver ? "yes" : "no",
  ...words(settings),
});

/** What the audit log says of a channel; of its address no more than is shown. */
export const channelDetails = ({ name, kind, address, addresses, digest, isEnabled }: AlertChannel) => ({
  ...{ channel: name, kind, digest, enabled: isEnabled ? "yes" : "no" },
  ...(address !== null && { address }),
  ...(addresses.length > 0 && { addresses: addresses.join(", ") }),
});
