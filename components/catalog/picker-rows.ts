import { isModelAllowed } from "@/lib/catalog/allowed-models";
import type { GoneModel } from "@/lib/catalog/api";
import { countFilters, passes } from "@/lib/catalog/filters";
import { dynamicVariants, stripVariant } from "@/lib/catalog/find-model";
import { fold, type ListedModel } from "@/lib/catalog/listing";
import type { ModelQuery } from "@/lib/catalog/model-query";
import { byPopularity, rank } from "@/lib/catalog/search";
import { sortModels } from "@/lib/catalog/sort";
import { isRoute } from "@/lib/routes/is-route";
import { type ListedRoute, stripVersion, versionedId } from "@/lib/routes/listed-routes";

/** What can be chosen: a model, a route, or for a model that is gone the nearest living. */
export type Option =
  | { kind: "model"; listed: ListedModel }
  | { kind: "route"; listed: ListedRoute }
  | { kind: "gone"; gone: GoneModel };

export type Row = { kind: "heading"; text: string } | { kind: "option"; option: Option; index: number };

/** Ids that stand above the others, as long as nothing is searched for. */
export type Pins = {
  favourites: readonly string[];
  recommended: readonly string[];
  /** The one that is chosen, then those used last. */
  recent: readonly string[];
};

type Input = {
  listing: readonly ListedModel[];
  /** None where a route cannot be chosen. */
  routes: readonly ListedRoute[];
  gone: readonly GoneModel[];
  query: ModelQuery;
  pins: Pins;
  /** How often each model was used. */
  uses: ReadonlyMap<string, number>;
  zeroRetention: ReadonlySet<string>;
};

/** The lines of the picker: what is found, best first; without a search the pinned ones and routes above all others. */
export function pickerRows(input: Input): Row[] {
  const { listing, query, uses, zeroRetention } = input;
  const fitting = listing.filter((listed) => passes(listed, query.filters, zeroRetention));
  // Filters are about models.
  const routes = countFilters(query.filters) === 0 ? input.routes : [];
  if (query.search.trim() !== "") {
    return toRows([
      { heading: null, options: found(fitting, routes, query.search, uses) },
      { heading: "No longer listed", options: goneOptions(input) },
    ]);
  }
  const listed = [...fitting.map(modelOption), ...routes.map(routeOption)];
  const groups = pinnedGroups(input, new Map(listed.map((option) => [idOf(option), option])));
  const pinned = new Set(groups.flatMap(({ options }) => options.map(idOf)));
  const more = [
    ...groups,
    { heading: "Routes", options: routes.filter(({ id }) => !pinned.has(id)).map(routeOption) },
  ].filter(({ options }) => options.length > 0);
  const others = fitting.filter(({ model }) => !pinned.has(model.id));
  return toRows([
    ...more,
    {
      heading: more.length === 0 ? null : "All models",
      options: sortModels(others, query.sort, { uses }).map(modelOption),
    },
  ]);
}

function found(
  models: readonly ListedModel[],
  routes: readonly ListedRoute[],
  search: string,
  uses: ReadonlyMap<string, number>,
): Option[] {
  // `route/support-bot@3` is that version of a route; while it is being typed, the route.
  const wanted = search.trim().toLowerCase().replace(/@$/, "");
  const isVersion = isRoute(wanted) && stripVersion(wanted) !== wanted;
  return rank<ListedModel | ListedRoute>(
    [...(isVersion ? routes.filter((route) => versionedId(route, wanted) !== null) : routes), ...models],
    isRoute(wanted) ? stripVersion(wanted) : search,
    byKind(byPopularity(uses)),
  ).map((one) => ("model" in one ? modelOption(one) : routeOption(one)));
}

/** Of what fits alike routes come first, since somebody here has named them, and before their aliases. */
const byKind =
  (ofModels: (left: ListedModel, right: ListedModel) => number) =>
  (left: ListedModel | ListedRoute, right: ListedModel | ListedRoute): number => {
    if ("model" in left) return "model" in right ? ofModels(left, right) : 1;
    return "model" in right ? -1 : Number(left.isAlias) - Number(right.isAlias);
  };

type Group = { heading: string | null; options: Option[] };

function pinnedGroups({ pins, gone, query }: Input, fitting: ReadonlyMap<string, Option>): Group[] {
  const placed = new Set<string>();
  const group = (heading: string, ids: readonly string[]): Group => ({
    heading,
    options: ids.flatMap((id): Option[] => {
      const row = rowOf(id);
      const option = fitting.get(row);
      if (placed.has(row)) return [];
      placed.add(row);
      if (option) return [option];
      // What was lost passes no filter.
      const lost = countFilters(query.filters) === 0 && gone.find((model) => model.id === row);
      return lost ? [{ kind: "gone", gone: lost }] : [];
    }),
  });
  return [
    group("Favourites", pins.favourites),
    group("Recommended to the team", pins.recommended),
    group("Chosen and used lately", pins.recent),
  ];
}

const MOST_GONE = 5;

function goneOptions({ gone, query }: Input): Option[] {
  if (countFilters(query.filters) > 0) return [];
  const words = fold(stripVariant(query.search)).split(/\s+/);
  return gone
    .filter(({ id, name }) => {
      const text = fold(`${name} ${id}`);
      return words.every((word) => text.includes(word));
    })
    .slice(0, MOST_GONE)
    .map((lost) => ({ kind: "gone", gone: lost }));
}

const modelOption = (listed: ListedModel): Option => ({ kind: "model", listed });
const routeOption = (listed: ListedRoute): Option => ({ kind: "route", listed });

/** The row that an option is: of its variants, or of its versions. */
export function idOf(option: Option): string {
  switch (option.kind) {
    case "model":
      return option.listed.model.id;
    case "route":
      return option.listed.id;
    case "gone":
      return option.gone.id;
    default:
      return option satisfies never;
  }
}

/** What was typed, where it is an id of that row that says more than the row does. */
export function typedId(text: string, option: Option): string | null {
  if (option.kind === "route") return versionedId(option.listed, text.toLowerCase());
  const id = idOf(option);
  const variants = dynamicVariants(text);
  const isOne = variants.length > 0 && stripVariant(text.toLowerCase()) === id.toLowerCase();
  return isOne ? [id, ...variants].join(":") : null;
}

/** The row that stands for an id. */
export const rowOf = (id: string): string => (isRoute(id) ? stripVersion(id) : stripVariant(id));

function toRows(groups: Group[]): Row[] {
  let index = 0;
  return groups.flatMap(({ heading, options }): Row[] => {
    if (options.length === 0) return [];
    const rows = options.map((option): Row => ({ kind: "option", option, index: index++ }));
    return heading === null ? rows : [{ kind: "heading", text: heading }, ...rows];
  });
}

/** Whether choosing it would ask a model that the workspace does not allow. */
export function asksBarred(option: Option, allowed: readonly string[] | null): boolean {
  if (allowed === null || option.kind === "gone") return false;
  const asked =
    option.kind === "model"
      ? [option.listed.model.id]
      : option.listed.route.spec.arms.flatMap(({ models }) => models);
  return asked.some((id) => !isModelAllowed(allowed, id));
}
