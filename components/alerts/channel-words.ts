import type { AlertChannel } from "@/lib/alerts/alerts-api";
import { DIGEST_HOUR } from "@/lib/alerts/channels";

type Pace = Pick<AlertChannel, "digest" | "timeZone" | "quietHours">;

/** When a channel is told: `At once, but not from 22:00 to 07:00, Europe/Berlin`. */
export function paceWords({ digest, timeZone, quietHours }: Pace): string {
  const pace = {
    off: "At once",
    hourly: "Gathered every hour",
    daily: `Gathered every day at ${String(DIGEST_HOUR).padStart(2, "0")}:00`,
  }[digest];
  const quiet = quietHours ? `, but not from ${quietHours.from} to ${quietHours.to}` : "";
  // At any time of day is the same by every clock.
  if (digest !== "daily" && !quietHours) return pace;
  return `${pace}${quiet}, ${(quietHours?.timeZone ?? timeZone).replaceAll("_", " ")}`;
}

/** Addresses as they are typed: one a line, or with commas between. */
export const readAddresses = (text: string): string[] =>
  text
    .split(/[\s,;]+/)
    .filter((part) => part !== "")
    .filter((part, at, all) => all.indexOf(part) === at);

const MOST_ADDRESSES = 20;

export function addressesProblem(text: string): string | null {
  const addresses = readAddresses(text);
  if (addresses.length === 0) return "Write at least one e-mail address.";
  if (addresses.length > MOST_ADDRESSES) return `At most ${MOST_ADDRESSES} addresses.`;
  const wrong = addresses.find((address) => !/^[^\s@]+@[^\s@]+$/.test(address));
  return wrong === undefined ? null : `“${wrong}” is not an e-mail address.`;
}

/** What is wrong with where a message is to be posted; the server judges the rest. */
export function addressProblem(text: string): string | null {
  const plain = text.trim();
  if (!URL.canParse(plain)) return "Paste the whole address, from https:// on.";
  return /^https?:$/.test(new URL(plain).protocol) ? null : "It has to begin with https://.";
}
