import { loadavg } from "node:os";
import { describeMachine } from "../lib/machine.mjs";
import { percentile } from "../lib/statistics.mjs";
import { figure, table } from "../lib/table.mjs";

const MB = 1_000_000;
const GOALS = { task: 50, frame: 33, frames: 0.99, memory: 20, open: 1_000, key: 50 };

export function describe({ streaming, long, seconds, messages }) {
  const frames = streaming.flatMap((round) => round.frames);
  const tasks = streaming.flatMap((round) => round.longTasks);
  const grown = streaming.map(({ before, after }) => (after - before) / MB);
  const quick = frames.filter((frame) => frame < GOALS.frame).length / frames.length;
  const keys = long.flatMap((round) => round.keys);
  const rail = long.map((round) => round.fromRail);
  const address = long.map((round) => round.fromAddress);
  const typingTasks = long.flatMap((round) => round.longTasks);
  const row = (name, values) => [
    name,
    String(values.length),
    figure(percentile(values, 0.5)),
    figure(percentile(values, 0.95)),
    figure(Math.max(...values, 0)),
  ];
  const goal = (met, words) => `- ${met ? "Met" : "Missed"}: ${words}`;
  return [
    `## Panes: eight at once, and ${messages.toLocaleString("en")} messages`,
    `${new Date().toISOString().slice(0, 10)}; ${describeMachine()}. Chromium without a GPU, which draws on the same cores; server and upstream run on them too. Load at the end of the run: ${loadavg()[0].toFixed(1)}.`,
    "```sh\nnpm run bench -- panes\n```",
    `Eight panes of 200 tokens a second for ${seconds} s, Markdown with tables and code:`,
    table(
      ["milliseconds", "times", "p50", "p95", "most"],
      [row("from frame to frame", frames), row("tasks over 50 ms", tasks)],
    ),
    table(
      ["megabytes of JavaScript heap", "before", "after"],
      streaming.map(({ before, after }, index) => [
        `round ${index + 1}`,
        figure(before / MB),
        figure(after / MB),
      ]),
    ),
    `A conversation of ${messages.toLocaleString("en")} messages:`,
    table(
      ["milliseconds", "times", "p50", "p95", "most"],
      [
        row("from the click on it to its end in view", rail),
        row("from its address to its end in view", address),
        row("from key to painted letter", keys),
        row("tasks over 50 ms while typing", typingTasks),
      ],
    ),
    [
      goal(tasks.length === 0, `eight panes, ${tasks.length} tasks over ${GOALS.task} ms (none)`),
      goal(
        quick >= GOALS.frames,
        `eight panes, ${(quick * 100).toFixed(1)} % of frames under ${GOALS.frame} ms (≥ 99 %)`,
      ),
      goal(
        Math.max(...grown) <= GOALS.memory,
        `memory grew by ${figure(Math.max(...grown))} MB at most (≤ ${GOALS.memory} MB)`,
      ),
      goal(
        Math.max(...rail, ...address) <= GOALS.open,
        `${messages.toLocaleString("en")} messages opened within ${figure(Math.max(...rail, ...address))} ms (≤ ${GOALS.open} ms)`,
      ),
      goal(
        percentile(keys, 0.95) <= GOALS.key && typingTasks.length === 0,
        `key to letter p95 ${figure(percentile(keys, 0.95))} ms (≤ ${GOALS.key} ms), ${typingTasks.length} tasks over 50 ms`,
      ),
    ].join("\n"),
  ].join("\n\n");
}
