import type { GenerationDetails } from "@/lib/ledger/api";

/** A stretch of a generation's time, in milliseconds from its start. */
export type Stretch = { name: "Preparing" | "Waiting" | "Answering"; from: number; to: number };

type Times = Pick<GenerationDetails, "startedAt" | "sentAt" | "endedAt" | "ttftMs">;

/** From asking to the end, without gaps; stretches of which nothing is known are left out. */
export function stretches({ startedAt, sentAt, endedAt, ttftMs }: Times, now: Date): Stretch[] {
  const end = Math.max(0, (endedAt ?? now).getTime() - startedAt.getTime());
  const within = (moment: number) => Math.min(end, Math.max(0, moment));
  const sent = sentAt ? within(sentAt.getTime() - startedAt.getTime()) : end;
  const first = sentAt && ttftMs !== null ? within(sent + ttftMs) : end;
  const all: Stretch[] = [
    { name: "Preparing", from: 0, to: sent },
    { name: "Waiting", from: sent, to: first },
    { name: "Answering", from: first, to: end },
  ];
  return all.filter(({ from, to }) => to > from);
}
