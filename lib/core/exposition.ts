/** A measurement as Prometheus reads it: a name, what it means, and its value for each set of labels. */
export type Metric = {
  name: string;
  help: string;
  type: "counter" | "gauge" | "histogram";
  samples: Sample[];
};
type Sample = { suffix?: string; labels?: Readonly<Record<string, string>>; value: number };

/** Prometheus's text format, version 0.0.4. */
export function formatMetrics(metrics: readonly Metric[]): string {
  const blocks = metrics.map(({ name, help, type, samples }) =>
    [
      `# HELP ${name} ${help.replaceAll("\\", "\\\\").replaceAll("\n", "\\n")}`,
      `# TYPE ${name} ${type}`,
      ...samples.map(
        ({ suffix = "", labels, value }) => `${name}${suffix}${labelled(labels)} ${written(value)}`,
      ),
    ].join("\n"),
  );
  return `${blocks.join("\n")}\n`;
}

function labelled(labels: Readonly<Record<string, string>> = {}): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

const escaped = (text: string): string =>
  text.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");

const written = (value: number): string =>
  value === Number.POSITIVE_INFINITY ? "+Inf" : value === Number.NEGATIVE_INFINITY ? "-Inf" : String(value);

/** Counts by one label whose values are few and known beforehand: each is there from the start, as zero. */
export class Counter<Value extends string> {
  readonly #counts: Map<Value, number>;

  constructor(
    private readonly label: string,
    values: readonly Value[],
  ) {
    this.#counts = new Map(values.map((value) => [value, 0]));
  }

  /** What is not among the known values is not counted: labels must not grow with what callers send. */
  add(value: Value): void {
    const count = this.#counts.get(value);
    if (count !== undefined) this.#counts.set(value, count + 1);
  }

  samples(): Sample[] {
    return [...this.#counts].map(([value, count]) => ({ labels: { [this.label]: value }, value: count }));
  }
}

/** How often something took how long, in seconds, below each of a few bounds. */
export class Histogram {
  readonly #counts: number[];
  #sum = 0;
  #count = 0;

  constructor(private readonly bounds: readonly number[]) {
    this.#counts = bounds.map(() => 0);
  }

  observe(seconds: number): void {
    this.#sum += seconds;
    this.#count += 1;
    for (const [index, bound] of this.bounds.entries())
      if (seconds <= bound) this.#counts[index] = (this.#counts[index] ?? 0) + 1;
  }

  samples(): Sample[] {
    return [
      ...this.bounds.map((bound, index) => ({
        ...{ suffix: "_bucket", labels: { le: String(bound) }, value: this.#counts[index] ?? 0 },
      })),
      { suffix: "_bucket", labels: { le: "+Inf" }, value: this.#count },
      { suffix: "_sum", value: this.#sum },
      { suffix: "_count", value: this.#count },
    ];
  }
}
