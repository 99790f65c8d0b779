import { fold } from "@/lib/catalog/search";

type Searchable = { name: string; tags: readonly string[]; preview: string };

/**
 * The prompts that hold every word of a search, in their order: first whose names begin with it, then whose
 * names hold it, then whose tags or first words do.
 */
export function findPrompts<Prompt extends Searchable>(
  prompts: readonly Prompt[],
  search: string,
  tags: readonly string[] = [],
): Prompt[] {
  const text = fold(search);
  const words = text.split(/\s+/).filter(Boolean);
  return prompts
    .filter((prompt) => tags.every((tag) => prompt.tags.includes(tag)))
    .map((prompt) => ({ prompt, rank: rankOf(prompt, text, words) }))
    .filter(({ rank }) => rank > 0)
    .sort((left, right) => right.rank - left.rank)
    .map(({ prompt }) => prompt);
}

function rankOf({ name, tags, preview }: Searchable, text: string, words: readonly string[]): number {
  const title = fold(name);
  if (title.startsWith(text)) return 3;
  if (words.every((word) => title.includes(word))) return 2;
  const all = `${title} ${fold(tags.join(" "))} ${fold(preview)}`;
  return words.every((word) => all.includes(word)) ? 1 : 0;
}

/** All tags in use, each once, in the order of the alphabet. */
export const tagsOf = (prompts: readonly Searchable[]): string[] =>
  [...new Set(prompts.flatMap(({ tags }) => tags))].sort((left, right) => left.localeCompare(right));
