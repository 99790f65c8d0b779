/** Milliseconds within which 95 of 100 answers are to be there. */
const GOALS = { rolled: 60, pairs: 250, raw: 2_000, explorer: 100, counted: 100, embedded: 150 };
/** What reads generations one by one: it is bounded, and takes longer where there are more of them. */
const FROM_LEDGER = ["raw", "counted"];

const overview = (query) => `/api/spend/overview?${query}`;

/** Moments so many days ago, as addresses have them. */
const ago = (days) => new Date(Date.now() - days * 86_400_000).toISOString();
/** The day so many days ago, as addresses have it. */
const day = (days) => ago(days).slice(0, 10);

/** What the page of spend asks, and over how many days, where a bare aggregate can be put beside it. */
const SPEND = [
  ["overview by model", "rolled", [30, 90, 365], (span) => overview(`span=${span}&groupBy=model`)],
  ["overview by key", "rolled", [30, 90, 365], (span) => overview(`span=${span}&groupBy=key`)],
  ["overview by tag", "rolled", [365], (span) => overview(`span=${span}&groupBy=tag`)],
  ["by key, inside by tag", "pairs", [365], (span) => overview(`span=${span}&groupBy=key&inside=tag`)],
  [
    "by model, inside by provider",
    "pairs",
    [30, 90, 365],
    (span) => overview(`span=${span}&inside=provider`),
  ],
  [
    "by key, of one provider",
    "pairs",
    [30, 90, 365],
    (span) => overview(`span=${span}&groupBy=key&provider=OpenAI`),
  ],
  [
    "by error, all but one model",
    "pairs",
    [365],
    (span) => overview(`span=${span}&groupBy=error&model=!openai/gpt-4o`),
  ],
  [
    "three dimensions, from the ledger",
    "raw",
    [3],
    () => overview(`from=${day(4)}&to=${day(2)}&timeZone=UTC&inside=provider&source=gateway`),
  ],
  ["values of a filter", "rolled", [30, 365], (span) => `/api/spend/values?dimension=model&span=${span}`],
  ["unusual days", "pairs", [30, 365], (span) => `/api/spend/anomalies?days=${Number.parseInt(span, 10)}`],
].flatMap(([name, kind, spans, path]) =>
  spans.map((days) => ({ name: `${name}, ${days} days`, kind, days, path: path(`${days}d`) })),
);

const page = (query) => `/api/generations?limit=50${query}`;
const bars = (query) => `/api/generations/histogram?timeZone=UTC${query}`;

const EXPLORER = [
  ["generations, first page", () => page("")],
  ["generations, half a year down", () => page(`&to=${ago(180)}`)],
  ["generations, a year down", () => page(`&to=${ago(355)}`)],
  ["of one model, half a year down", () => page(`&model=google/gemini-3.5-flash&to=${ago(180)}`)],
  ["failed ones, half a year down", () => page(`&state=failed,lost&to=${ago(180)}`)],
  ["one step for a tag that nobody uses", () => page("&tag=nowhere")],
  ["histogram of a day", () => bars("")],
  ["histogram of 31 days", () => bars(`&from=${ago(31)}&to=${ago(0)}`)],
  ["histogram of a year", () => bars(`&from=${ago(365)}&to=${ago(0)}`)],
  [
    "histogram of a year, of one model",
    () => bars(`&from=${ago(365)}&to=${ago(0)}&model=google/gemini-3.5-flash`),
  ],
  ["histogram of failures, 31 days", () => bars(`&from=${ago(31)}&to=${ago(0)}&state=failed,lost`)],
  ["histogram by cost, from the ledger", () => bars(`&from=${ago(31)}&to=${ago(0)}&minCost=0.01`), "counted"],
].map(([name, path, kind = "explorer"]) => ({ name, kind, days: null, path: path() }));

const OUTLOOK = { name: "outlook", kind: "pairs", days: null, path: "/api/spend/outlook" };

/**
 * Those of some parts, each with the limit that holds on that engine.
 * @param parts `api` for what the page of spend asks, `explorer` for that of generations
 */
export const questionsOn = (engine, parts) =>
  [
    ...(parts.includes("api") ? [...SPEND, OUTLOOK] : []),
    ...(parts.includes("explorer") ? EXPLORER : []),
  ].map(({ kind, ...question }) => ({
    ...question,
    goal: engine === "embedded" && kind !== "raw" ? GOALS.embedded : GOALS[kind],
    readsLedger: FROM_LEDGER.includes(kind),
  }));

/** What anybody would ask the ledger without roll-ups: by model, over so many days. */
export const bareAggregate = (days) => `
  select coalesce(model, models[1]) as model, count(*), sum(cost), sum(prompt_tokens), sum(completion_tokens)
  from generation where account = 'sandbox' and started_at >= now() - interval '${days} days' group by 1`;
