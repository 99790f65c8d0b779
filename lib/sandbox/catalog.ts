import aliases from "./catalog/aliases.json";
import { endpointsOf, pricingOf } from "./endpoint";
import type { Entry, Model } from "./model";
import { modelOf } from "./model-row";
import { routerEntries } from "./routers";
import { ROWS, type Row } from "./rows";

export type Catalog = {
  entries: Entry[];
  /** Rows that are listed and nothing else, as they are. */
  added: unknown[];
  /** By the id a client sends. */
  find(id: string): Entry | undefined;
  /** By id or by dated slug; the latter finds the plain row, since `:free` and `:batch` rows share it. */
  findBySlug(slug: string): Entry | undefined;
  /** What routers choose from, where that is something else. */
  choices?: Catalog;
};

let built: Catalog | undefined;

/** Every model of the sandbox, unfolded on first use. */
export function catalog(): Catalog {
  built ??= build();
  return built;
}

function build(): Catalog {
  const models = ROWS.flatMap(unfold);
  const byId = new Map(models.map((entry) => [entry.model.id, entry]));
  const all = [...models, ...aliases.flatMap((alias) => aliasEntry(alias, byId)), ...routerEntries()];
  const ids = new Map(all.map((entry) => [entry.model.id, entry]));
  const slugs = new Map<string, Entry>();
  for (const entry of all)
    if (!slugs.has(entry.model.canonical_slug)) slugs.set(entry.model.canonical_slug, entry);
  return {
    entries: all.toSorted((left, right) => right.model.created - left.model.created),
    added: [],
    find: (id) => ids.get(id),
    findBySlug: (slug) => ids.get(slug) ?? slugs.get(slug),
  };
}

/** One row becomes up to three: itself, `:free` at one provider, and `:batch` at half the price. */
function unfold(row: Row): Entry[] {
  const model = modelOf(row, pricingOf(row));
  const searches = row.searches === true;
  const factor = row.id.endsWith(":free") ? "0" : "1";
  const entries: Entry[] = [
    { model, endpoints: endpointsOf(model, row, row.at, factor), kind: "model", searches },
  ];
  if (row.free !== undefined) {
    const free: Model = {
      ...model,
      id: `${row.id}:free`,
      name: `${row.name} (free)`,
      pricing: pricingOf(row, "0"),
    };
    entries.push({
      model: free,
      endpoints: endpointsOf(free, row, [row.free], "0"),
      kind: "model",
      searches,
    });
  }
  if (row.batch === true) {
    const batch: Model = {
      ...model,
      id: `${row.id}:batch`,
      name: `${row.name} (batch)`,
      pricing: pricingOf(row, "0.5"),
    };
    // Batch rows are for the Batch API alone: no endpoint answers a chat.
    entries.push({ model: batch, endpoints: [], kind: "model", searches });
  }
  return entries;
}

function aliasEntry(
  alias: { id: string; name: string; target: string; date: string },
  byId: Map<string, Entry>,
): Entry[] {
  const target = byId.get(alias.target);
  if (target === undefined) return [];
  const model: Model = {
    ...target.model,
    id: alias.id,
    canonical_slug: alias.id,
    name: alias.name,
    created: Date.parse(`${alias.date}T18:00:00Z`) / 1000,
    description: `Always the newest of its family, at present ${target.model.name}.`,
    links: { details: `/api/v1/models/${alias.id}/endpoints` },
    alias_target: { name: target.model.name, slug: target.model.canonical_slug },
  };
  // OpenRouter lists no endpoints under an alias; routing looks through to its target.
  return [{ model, endpoints: [], kind: "alias", searches: target.searches }];
}
