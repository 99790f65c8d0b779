import { formatUsd } from "@/lib/core/format";
import { add, type Price, parsePrice, times, type Usd } from "@/lib/core/money";
import type { ProviderPreferences } from "@/lib/routing/request";
import type { ModelEndpoint } from "./endpoints-api";
import { dynamicVariants, stripVariant } from "./find-model";
import { isNamed } from "./provider-names";
import { missingParameters, wantedParameters } from "./wanted-parameters";

/** Why an endpoint falls away, or may. */
type Objection = {
  /** The preference that it does not meet; `tier` when it is one that must be asked for. */
  by: keyof ProviderPreferences | "tier";
  /** What is said of the endpoint: `asks $4.00 in, more than $3.00`. */
  because: string;
  /** False: what would decide it is not known here. */
  certain: boolean;
};

export type Verdict = { endpoint: ModelEndpoint; fate: "left" | "unsure" | "out"; objections: Objection[] };

export type Narrowed = {
  /** Every endpoint, in the upstream's order. */
  verdicts: Verdict[];
  /** Those that could answer without preferences. */
  total: number;
  /** Those that certainly still can. */
  left: number;
  /** Those of which it is not known. */
  unsure: number;
};

/** What a request asks of the endpoints of one model. */
type Wish = {
  /** The id as it is asked for, with its variants. */
  model: string;
  preferences: ProviderPreferences;
  /** All that is sent with it, by the upstream's names. */
  parameters: Readonly<Record<string, unknown>>;
};

/** Which endpoints of a model preferences leave, and what speaks against the others. */
export function narrowEndpoints(endpoints: readonly ModelEndpoint[], wish: Wish): Narrowed {
  const tests = testsOf(wish);
  const verdicts = endpoints.map((endpoint): Verdict => {
    const objections = tests.flatMap((test) => test(endpoint) ?? []);
    const fate = objections.some(({ certain }) => certain)
      ? "out"
      : objections.length > 0
        ? "unsure"
        : "left";
    return { endpoint, fate, objections };
  });
  const count = (fate: Verdict["fate"]) => verdicts.filter((verdict) => verdict.fate === fate).length;
  return {
    verdicts,
    total: verdicts.filter(({ objections }) => objections.every(({ by }) => by !== "tier")).length,
    left: count("left"),
    unsure: count("unsure"),
  };
}

/** `3 of 11 endpoints`, `2 to 5 of 11 endpoints`, `none of 11 endpoints`, `all 11 endpoints`. */
export function describeNarrowed({
  total,
  left,
  unsure,
}: Pick<Narrowed, "total" | "left" | "unsure">): string {
  const endpoints = total === 1 ? "endpoint" : "endpoints";
  if (left === total) return total === 1 ? "the one endpoint" : `all ${total} endpoints`;
  if (left + unsure === 0) return `none of ${total} ${endpoints}`;
  return `${unsure === 0 ? left : `${left} to ${left + unsure}`} of ${total} ${endpoints}`;
}

/** Says what speaks against an endpoint; null when nothing does. */
type Test = (endpoint: ModelEndpoint) => Objection | Objection[] | null;

function testsOf({ model, preferences, parameters }: Wish): Test[] {
  const { order, only, ignore, quantizations, max_price: ceilings } = preferences;
  const tests: (Test | false | undefined)[] = [
    tierTest(model, [...(order ?? []), ...(only ?? [])], parameters.service_tier),
    only && naming("only", "is not among the only ones", (endpoint) => isAnyOf(only, endpoint)),
    ignore && naming("ignore", "is never asked", (endpoint) => !isAnyOf(ignore, endpoint)),
    order &&
      preferences.allow_fallbacks === false &&
      naming("allow_fallbacks", "may not step in for those in the order", (endpoint) =>
        isAnyOf(order, endpoint),
      ),
    preferences.data_collection === "deny" && collectionTest(model),
    preferences.zdr === true && retentionTest,
    preferences.enforce_distillable_text === true &&
      (() => doubt("enforce_distillable_text", "may forbid learning from its answers")),
    quantizations && quantizationTest(quantizations),
    ceilings && ((endpoint) => COMPONENTS.flatMap((one) => priceObjection(one, ceilings, endpoint) ?? [])),
    preferences.require_parameters === true && parameterTest(wantedParameters(parameters)),
  ];
  return tests.filter((test) => typeof test === "function");
}

const objection = (by: Objection["by"], because: string): Objection => ({ by, because, certain: true });
const doubt = (by: Objection["by"], because: string): Objection => ({ by, because, certain: false });

const naming =
  (by: Objection["by"], because: string, fits: (endpoint: ModelEndpoint) => boolean): Test =>
  (endpoint) =>
    fits(endpoint) ? null : objection(by, because);

const isAnyOf = (slugs: readonly string[], endpoint: ModelEndpoint): boolean =>
  slugs.some((slug) => isNamed(slug, endpoint));

/** Dearer and slower tiers are used only when they are asked for: by their full tag, a variant or the tier itself. */
function tierTest(model: string, named: readonly string[], asked: unknown): Test {
  const variants = dynamicVariants(model);
  const wanted = new Set([
    ...(asked === "flex" || variants.includes("floor") ? ["flex"] : []),
    ...(asked === "priority" || asked === "fast" || variants.includes("nitro") ? ["priority"] : []),
  ]);
  return ({ tier, tag }) =>
    tier === null || wanted.has(tier) || named.some((slug) => slug.toLowerCase() === tag?.toLowerCase())
      ? null
      : objection("tier", `is of the ${tier} tier, which must be asked for`);
}

function collectionTest(model: string): Test {
  if (stripVariant(model).endsWith(":free"))
    return () => objection("data_collection", "is free, and free ones may collect data");
  return ({ policy }) =>
    policy.zeroRetention === true
      ? null
      : doubt("data_collection", "may collect data; OpenRouter does not say here");
}

const retentionTest: Test = ({ policy }) => {
  if (policy.zeroRetention === null) return doubt("zdr", "may keep data; OpenRouter does not say here");
  return policy.zeroRetention ? null : objection("zdr", "may keep data");
};

function quantizationTest(quantizations: readonly string[]): Test {
  return ({ quantization }) =>
    quantizations.includes(quantization ?? "unknown")
      ? null
      : objection(
          "quantizations",
          quantization === null ? "does not say how it is quantized" : `is ${quantization}`,
        );
}

function parameterTest(wanted: readonly string[]): Test {
  return ({ supportedParameters }) => {
    const missing = missingParameters(wanted, supportedParameters);
    return missing.length === 0
      ? null
      : objection("require_parameters", `does not support ${missing.join(", ")}`);
  };
}

type Ceilings = NonNullable<ProviderPreferences["max_price"]>;
type Component = { name: keyof Ceilings; said: string; units: number; isOptional: boolean };

/** Without a price of its own nothing is charged per request, picture or sound; tokens always have one. */
const COMPONENTS: readonly Component[] = [
  { name: "prompt", said: "in", units: 1_000_000, isOptional: false },
  { name: "completion", said: "out", units: 1_000_000, isOptional: false },
  { name: "request", said: "a request", units: 1, isOptional: true },
  { name: "image", said: "an image", units: 1, isOptional: true },
  { name: "audio", said: "a unit of audio", units: 1, isOptional: true },
];

function priceObjection(
  { name, said, units, isOptional }: Component,
  ceilings: Ceilings,
  { prices }: ModelEndpoint,
): Objection | null {
  const ceiling = parsePrice(ceilings[name]);
  const price = prices[name];
  if (ceiling === null || (price === undefined && isOptional)) return null;
  if (price === undefined) return doubt("max_price", `does not say what it asks ${said}`);
  const [most, asked] = [times(ceiling, 1), times(price, units)];
  return asked <= most
    ? null
    : objection("max_price", `asks ${formatUsd(asked)} ${said}, more than ${formatUsd(most)}`);
}

/** A price to sort by: what a token in and a token out cost together; unknown last. */
export const sumOf = ({ prices }: Pick<ModelEndpoint, "prices">): Usd | null =>
  prices.prompt === undefined || prices.completion === undefined
    ? null
    : add(millions(prices.prompt), millions(prices.completion));

const millions = (price: Price): Usd => times(price, 1_000_000);
