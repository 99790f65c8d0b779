import type { CatalogModel } from "@/lib/catalog/model";
import { effortsOf } from "@/lib/catalog/taken-parameters";
import { CAPABILITIES } from "@/lib/catalog/wanted-parameters";
import { asRecord } from "@/lib/core/lenient";
import { valueAt, withValueAt } from "./parameter-path";
import { writeBiases } from "./read-parameter";

type Shared = { name: string; label: string; sentence: string };

/** A setting of a request as it is shown: what it does, and what may be set. */
export type Parameter = Shared &
  (
    | {
        kind: "number";
        min: number;
        max: number;
        whole: boolean /** What is used unless it is set. */;
        default: number | null;
      }
    | { kind: "choice"; choices: readonly string[]; default: string | null }
    | { kind: "words" | "biases"; default: null }
  );

type NumberRange = Shared & { min: number; max: number; whole?: boolean };

const NUMBERS: readonly NumberRange[] = [
  {
    ...{ name: "temperature", label: "Temperature", min: 0, max: 2 },
    sentence: "How freely words are chosen: 0 takes the likeliest, higher ones wander.",
  },
  {
    ...{ name: "top_p", label: "Top P", min: 0, max: 1 },
    sentence: "Chooses among the likeliest words that together have this probability.",
  },
  {
    ...{ name: "top_k", label: "Top K", min: 0, max: 1_000_000, whole: true },
    sentence: "Chooses among this many of the likeliest words; 0 is all.",
  },
  {
    ...{ name: "min_p", label: "Min P", min: 0, max: 1 },
    sentence: "Leaves out words that are less likely than this share of the likeliest.",
  },
  {
    ...{ name: "top_a", label: "Top A", min: 0, max: 1 },
    sentence: "Leaves out unlikely words, the more so the surer the model is.",
  },
  {
    ...{ name: "frequency_penalty", label: "Frequency penalty", min: -2, max: 2 },
    sentence: "Makes words rarer the more often they were said.",
  },
  {
    ...{ name: "presence_penalty", label: "Presence penalty", min: -2, max: 2 },
    sentence: "Makes words rarer once they were said at all.",
  },
  {
    ...{ name: "repetition_penalty", label: "Repetition penalty", min: 0, max: 2 },
    sentence: "Above 1, words of the prompt and the answer come back less.",
  },
  {
    ...{ name: "max_tokens", label: "Longest answer", min: 1, max: 10_000_000, whole: true },
    sentence: "Tokens after which the answer is cut off. Thinking counts, too.",
  },
  {
    ...{ name: "seed", label: "Seed", min: 0, max: Number.MAX_SAFE_INTEGER, whole: true },
    sentence: "The same seed and settings give the same answer, where a provider can.",
  },
];

const VERBOSITIES = ["low", "medium", "high", "xhigh", "max"];
const SEARCHES = ["low", "medium", "high"];
const EFFORTS = ["max", "xhigh", "high", "medium", "low", "minimal", "none"];

type Known = Pick<
  CatalogModel,
  "supportedParameters" | "defaultParameters" | "maxCompletionTokens" | "reasoning"
>;

/** What can be set for a model, by what its row says that it supports. Everything but the length when it is not known. */
export function parametersOf(row: Known): Parameter[] {
  const supports = new Set(row.supportedParameters);
  const numbers = NUMBERS.filter(({ name }) => supports.has(name)).map(
    ({ whole = false, ...one }): Parameter => ({
      ...one,
      ...{ kind: "number", whole, default: row.defaultParameters[one.name] ?? null },
      max: one.name === "max_tokens" ? (row.maxCompletionTokens ?? one.max) : one.max,
    }),
  );
  return [
    ...(row.reasoning && supports.has("reasoning") ? reasoningOf(row.reasoning) : []),
    ...numbers,
    ...(supports.has("stop") ? [STOP] : []),
    ...(supports.has("logit_bias") ? [BIASES] : []),
    ...(supports.has("logprobs") ? [CHANCES] : []),
    ...(supports.has("top_logprobs") ? [LIKELIEST] : []),
    ...(supports.has("verbosity") ? [VERBOSITY] : []),
    ...(supports.has("web_search_options") ? [SEARCHED] : []),
    // OpenRouter's own, whatever the model.
    TIER,
  ];
}

const STOP: Parameter = {
  ...{ name: "stop", label: "Stop words", kind: "words", default: null },
  sentence: "The answer ends before any of these, up to four, one per line.",
};

const BIASES: Parameter = {
  ...{ name: "logit_bias", label: "Token biases", kind: "biases", default: null },
  sentence:
    "Makes tokens likelier or rarer: a token's number and -100 (never) to 100 (always), one token per line, such as 50256 -100.",
};

const CHANCES: Parameter = {
  ...{ name: "logprobs", label: "Token probabilities", kind: "choice", choices: ["sent"] },
  ...{ default: "not sent" },
  sentence: "How likely each token of the answer was, told with it.",
};

const LIKELIEST: Parameter = {
  ...{ name: "top_logprobs", label: "Likeliest tokens", kind: "number", default: null },
  ...{ min: 0, max: 20, whole: true },
  sentence: "How many others are told for each token, with their probabilities; has these sent, too.",
};

const VERBOSITY: Parameter = {
  ...{ name: "verbosity", label: "Verbosity", kind: "choice", choices: VERBOSITIES, default: null },
  sentence: "How much is said, and how much work goes into it. Not every provider knows the two highest.",
};

const TIER: Parameter = {
  ...{ name: "service_tier", label: "Service tier", kind: "choice", default: null },
  choices: ["default", "auto", "priority", "flex", "scale"],
  sentence:
    "Priority costs more and falls back to the default tier; flex is cheaper, may wait, and does not.",
};

const SEARCHED: Parameter = {
  ...{ name: "web_search_options.search_context_size", label: "Search context", kind: "choice" },
  ...{ choices: SEARCHES, default: null },
  sentence: "How much of what its own web search finds it reads.",
};

function reasoningOf(reasoning: NonNullable<CatalogModel["reasoning"]>): Parameter[] {
  return [
    {
      ...{ name: "reasoning.effort", label: "Reasoning effort", kind: "choice" },
      ...{ choices: effortsOf(reasoning, EFFORTS), default: reasoning.defaultEffort },
      sentence: "How long it thinks before it answers; thoughts are billed as answers are.",
    },
    {
      ...{ name: "reasoning.max_tokens", label: "Reasoning budget", kind: "number", default: null },
      ...{ min: 1, max: 10_000_000, whole: true },
      sentence: "Tokens that it may think, in place of an effort: setting one unsets the other.",
    },
    {
      ...{
        name: "reasoning.exclude",
        label: "Thoughts",
        kind: "choice",
        choices: ["hidden"],
        default: "shown",
      },
      sentence: "Hidden ones are thought and billed, but not sent.",
    },
  ];
}

const EVERY = parametersOf({
  ...{ supportedParameters: [...CAPABILITIES], defaultParameters: {}, maxCompletionTokens: null },
  reasoning: { mandatory: false, defaultEnabled: null, efforts: null, defaultEffort: null },
});
const LABELS = new Map([
  ...EVERY.map(({ name, label }) => [name, label] as const),
  ...([
    ["reasoning", "Reasoning"],
    ["web_search_options", "Search context"],
  ] as const),
  ...([
    ["response_format", "Format of the answer"],
    ["tools", "Tools"],
  ] as const),
  ...([
    ["tool_choice", "Which tool is called"],
    ["parallel_tool_calls", "Several tools at once"],
  ] as const),
]);

/** What a setting is called, by its path; one that has no field by its own name. */
export const labelOf = (path: string): string => LABELS.get(path) ?? path;

/** What is either on or left as it is, and how on is called. */
const SWITCHES: Readonly<Record<string, string>> = { "reasoning.exclude": "hidden", logprobs: "sent" };

/** What is set of a parameter, as it is shown. */
export function shownValue(parameters: Readonly<Record<string, unknown>>, path: string): string {
  const value = valueAt(parameters, path);
  if (value === undefined || value === null) return "";
  const on = SWITCHES[path];
  if (on !== undefined) return value === true ? on : "";
  const biases = path === "logit_bias" ? asRecord(value) : null;
  if (biases) return writeBiases(biases);
  return Array.isArray(value) ? value.join("\n") : String(value);
}

/**
 * The settings to send for what was chosen: names and values, null for what is not sent. The likeliest others are told
 * only together with what was chosen.
 */
export function settingsOf(
  parameters: Readonly<Record<string, unknown>>,
  { name }: Parameter,
  chosen: unknown,
): [name: string, value: unknown][] {
  const value = name in SWITCHES && chosen !== null ? true : chosen;
  const setting = withValueAt(parameters, name, value);
  if (name === "top_logprobs" && chosen !== null && parameters.logprobs !== true)
    return [setting, ["logprobs", true]];
  if (name === "logprobs" && chosen === null && parameters.top_logprobs !== undefined)
    return [setting, ["top_logprobs", null]];
  return [setting];
}
