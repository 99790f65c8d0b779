import { cleanText } from "@/lib/core/storable";

/**
 * A model's `{author}/{slug}` as part of an address, under `/models/` and `/api/models/` alike.
 * Everything after the first slash is the slug.
 */
export function modelPath(id: string): string {
  const slash = id.indexOf("/");
  return `${encodeURIComponent(id.slice(0, slash))}/${encodeURIComponent(id.slice(slash + 1))}`;
}

/**
 * The id in an address, fit to ask the database for; a name that cannot be decoded is no model's, and stays as
 * it is.
 */
export function modelIdOf({ author, slug }: { author: string; slug: string }): string {
  try {
    return cleanText(`${decodeURIComponent(author)}/${decodeURIComponent(slug)}`);
  } catch {
    return cleanText(`${author}/${slug}`);
  }
}
