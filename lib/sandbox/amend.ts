import type { Catalog } from "./catalog";
import { type Fields, fields, isFields, list, numberOr, texts } from "./json";
import type { Entry, Model, Pricing } from "./model";
import { syntheticRows } from "./synthetic";

/**
 * A catalogue with changes, for tests that see the list move: `patch` changes fields of rows by id (null takes
 * one away; prices also become those of its endpoints), `drop` takes rows out, `add` lists rows as they are, and
 * `size` fills the list up with synthetic ones. What is added can be listed and not be asked.
 */
export function amend(catalog: Catalog, change: unknown): Catalog {
  const { patch, drop, add, size } = fields(change);
  const patches = fields(patch);
  const dropped = new Set(texts(drop));
  const keep = ({ model }: Entry) => !dropped.has(model.id);
  const patched = (entry: Entry): Entry => patchEntry(entry, patches[entry.model.id]);
  const entries = catalog.entries.filter(keep).map(patched);
  const byId = new Map(entries.map((entry) => [entry.model.id, entry]));
  const current = (entry: Entry | undefined) => entry && byId.get(entry.model.id);
  const added = [...catalog.added, ...list(add)].filter((row) => !dropped.has(String(fields(row).id)));
  const missing = numberOr(size, 0) - entries.length - added.length;
  return {
    entries,
    added: missing > 0 ? [...added, ...syntheticRows(missing)] : added,
    find: (id) => current(catalog.find(id)),
    findBySlug: (slug) => current(catalog.findBySlug(slug)),
  };
}

function patchEntry(entry: Entry, patch: unknown): Entry {
  if (!isFields(patch)) return entry;
  return {
    ...entry,
    model: merged(entry.model, patch) as Model,
    endpoints: entry.endpoints.map((endpoint) => ({
      ...endpoint,
      pricing: merged(endpoint.pricing, fields(patch.pricing)) as Pricing,
    })),
  };
}

/** Fields laid over fields, as RFC 7396 has it. */
function merged(base: unknown, patch: unknown): unknown {
  if (!isFields(patch)) return patch;
  const result: Fields = { ...fields(base) };
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) delete result[name];
    else result[name] = merged(result[name], value);
  }
  return result;
}
