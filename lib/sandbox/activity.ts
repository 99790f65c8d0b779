import { decimalText } from "./dollars";
import { type Failure, failure } from "./failure";
import type { BookedLine } from "./generations";

const DAY = 86_400_000;
const WINDOW = 30;

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10);

/** `GET /activity`: UTC day × model × endpoint over the last 30 completed days; today is never among them. */
export function activity(lines: readonly BookedLine[], date: string | null, at: number): unknown[] | Failure {
  const days = new Set(Array.from({ length: WINDOW }, (_, ago) => dayOf(at - (ago + 1) * DAY)));
  if (date !== null && !days.has(date))
    return failure(400, "Date must be within the last 30 (completed) UTC days");
  const groups = new Map<string, BookedLine[]>();
  for (const line of lines) {
    const day = dayOf(line.at);
    if (date === null ? !days.has(day) : day !== date) continue;
    const key = `${day} ${line.model} ${line.endpointId}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [line]);
    else group.push(line);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const sum = (count: (line: BookedLine) => number) =>
      group.reduce((total, line) => total + count(line), 0);
    return {
      // Real rows carry a time of day that means nothing.
      date: `${dayOf(first.at)} 00:00:00`,
      model: first.model,
      model_permaslug: first.slug,
      endpoint_id: first.endpointId,
      provider_name: first.provider,
      usage: Number(decimalText(group.reduce((total, { amount }) => total + amount, 0n))),
      byok_usage_inference: 0,
      byok_requests: 0,
      requests: group.length,
      prompt_tokens: sum(({ promptTokens }) => promptTokens),
      completion_tokens: sum(({ completionTokens }) => completionTokens),
      reasoning_tokens: sum(({ reasoningTokens }) => reasoningTokens),
    };
  });
}
