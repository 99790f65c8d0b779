import { expect, test } from "vitest";
import { Counter, formatMetrics, Histogram } from "./exposition";

test("what Prometheus reads, escapes and all", () => {
  const text = formatMetrics([
    {
      ...{ name: "a_total", help: "A \\ and\na line.", type: "counter" },
      samples: [{ labels: { by: 'q"uo\\te\n' }, value: 3 }],
    },
    { name: "b", help: "B.", type: "gauge", samples: [{ value: 0.25 }, { value: Number.POSITIVE_INFINITY }] },
  ]);
  expect(text).toBe(
    `# HELP a_total A \\\\ and\\na line.\n# TYPE a_total counter\na_total{by="q\\"uo\\\\te\\n"} 3\n# HELP b B.\n# TYPE b gauge\nb 0.25\nb +Inf\n`,
  );
});

test("labels are those known beforehand, however often another comes", () => {
  const counter = new Counter<string>("class", ["2xx", "5xx"]);
  for (const value of ["2xx", "2xx", "x".repeat(1000), "__proto__"]) counter.add(value);
  expect(counter.samples()).toEqual([
    { labels: { class: "2xx" }, value: 2 },
    { labels: { class: "5xx" }, value: 0 },
  ]);
});

test("a histogram counts everything up to each bound", () => {
  const histogram = new Histogram([0.5, 1]);
  for (const seconds of [0.25, 0.5, 0.75, 8]) histogram.observe(seconds);
  expect(histogram.samples().map(({ suffix, value }) => [suffix, value])).toEqual([
    ["_bucket", 2],
    ["_bucket", 3],
    ["_bucket", 4],
    ["_sum", 9.5],
    ["_count", 4],
  ]);
});
