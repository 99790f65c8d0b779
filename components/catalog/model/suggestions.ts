import { listingOf } from "@/lib/catalog/listing";
import type { CatalogModel } from "@/lib/catalog/model";
import { nearestModels } from "@/lib/catalog/nearest-models";
import { rankModels } from "@/lib/catalog/search";

const MOST = 3;

/** What an unknown id may have meant: by likeness of the names, then what a search for it finds. */
export function suggestions(id: string, models: readonly CatalogModel[]): string[] {
  const alike = nearestModels({ id }, models, MOST);
  const slug = id.slice(id.indexOf("/") + 1);
  const found = rankModels(listingOf(models), slug, new Map())
    .map(({ model }) => model)
    .filter((model) => shareWord(slug, model.id));
  return [...new Set([...alike, ...found].map((model) => model.id))].slice(0, MOST);
}

/** A search also finds letters that are strewn about: "bar" in "jamba-large". */
function shareWord(slug: string, id: string): boolean {
  const words = wordsOf(id);
  return wordsOf(slug).some((word) =>
    words.some((other) => other.startsWith(word) || word.startsWith(other)),
  );
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[a-z]{3,}/g) ?? [];
