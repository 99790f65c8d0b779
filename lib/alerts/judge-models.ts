import type { Pricing } from "@/lib/catalog/api";
import { describeChange } from "@/lib/catalog/describe-change";
import { componentChanges } from "@/lib/catalog/differences";
import { exactPrice } from "@/lib/core/money";
import { counted, type Judgement, judged, type Observation, observe } from "./judgement";
import type { RuleSettings } from "./rules";

/** Why a model counts as in use. */
export type InUse = {
  /** Generations of the last 30 days. */
  uses: number;
  /** Names of published routes that lead to it, and of keys that list it. */
  routes: readonly string[];
  keys: readonly string[];
};

const whyOf = ({ uses, routes, keys }: InUse): string => {
  const named = (what: string, names: readonly string[]) =>
    names.length === 0
      ? []
      : [
          `${what} ${names
            .slice(0, 3)
            .map((name) => `“${name}”`)
            .join(", ")}${names.length > 3 ? ` and ${names.length - 3} more` : ""}`,
        ];
  const reasons = [
    ...(uses > 0 ? [`${counted(uses, "generation")} of the last 30 days`] : []),
    ...named(routes.length === 1 ? "the route" : "the routes", routes),
    ...named(keys.length === 1 ? "the key" : "the keys", keys),
  ];
  return `In use by ${reasons.join(", ")}.`;
};

const figuresOf = (model: string, { uses, routes, keys }: InUse) => ({
  ...{ model, uses, routes: routes.length, keys: keys.length },
});

export type RepricedModel = {
  /** Of the recorded change. */
  id: string;
  model: string;
  name: string;
  /** A path at which it can be looked at. */
  link: string;
  at: Date;
  before: Pricing;
  after: Pricing;
  use: InUse;
};

/**
 * Whether any component of a price moved by so many percent of what it was. From nothing to something, and the other way,
 * is always enough, and so is a change of prices under conditions, whose entries have no names to compare them by.
 */
export function movedBy(percent: number, before: Pricing, after: Pricing): boolean {
  const changes = componentChanges(before.prices, after.prices);
  if (changes.length === 0) return true;
  return changes.some(({ before: old, after: now }) => {
    if (old === null || now === null) return true;
    const [was, is] = [exactPrice(old), exactPrice(now)];
    const moved = is > was ? is - was : was - is;
    return moved * 100n >= was * BigInt(percent);
  });
}

/** New prices of models in use, each change told once. */
export function judgePrices(
  { percent }: RuleSettings["price_change"],
  changes: readonly RepricedModel[] | null,
): Judgement {
  if (changes === null) return NO_LIST;
  return judged(
    changes
      .filter(({ before, after }) => movedBy(percent, before, after))
      .map(({ id, model, name, link, at, before, after, use }) =>
        observe({
          subject: `price:${id}`,
          once: true,
          title: `The price of ${name} has changed`,
          sentence: `${describeChange({ differences: [{ kind: "price", before, after }] }).join("; ")}. ${whyOf(use)}`,
          link,
          figures: { ...figuresOf(model, use), at: at.toISOString() },
        }),
      ),
  );
}

/** A model in use that has a last day, or had it. */
export type LeavingModel = {
  model: string;
  name: string;
  /** A path at which it can be looked at. */
  link: string;
  /** The day from which it may be gone, `YYYY-MM-DD`; null for one that is. */
  on: string | null;
  /** The living model that comes closest, for one that is gone. */
  nearest: string | null;
  use: InUse;
};

const DAY = 86_400_000;

/** Models in use that will be withdrawn within some days, or are gone. */
export function judgeLeaving(
  { days }: RuleSettings["model_leaving"],
  leaving: readonly LeavingModel[] | null,
  now: Date,
): Judgement {
  if (leaving === null) return NO_LIST;
  return judged(
    leaving.flatMap(({ model, name, link, on, nearest, use }): Observation[] => {
      const about = { link, figures: { ...figuresOf(model, use), on, nearest } };
      if (on === null) {
        const instead = nearest === null ? "" : ` ${nearest} comes closest.`;
        return [
          observe({
            ...about,
            subject: `gone:${model}`,
            title: `${name} is gone`,
            sentence: `OpenRouter lists ${model} no more.${instead} ${whyOf(use)}`,
          }),
        ];
      }
      const left = Math.ceil((Date.parse(`${on}T00:00:00Z`) - now.getTime()) / DAY);
      if (left > days) return [];
      const when = left > 0 ? `in ${counted(left, "day")}` : "now";
      return [
        observe({
          ...about,
          subject: `leaving:${model}:${on}`,
          title: `${name} is going away`,
          sentence: `${model} may be gone from ${on}, ${when}. ${whyOf(use)}`,
        }),
      ];
    }),
  );
}

const NO_LIST: Judgement = { observations: null, note: "There is no model list to look at yet." };
