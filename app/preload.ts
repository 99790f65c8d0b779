import { conversationEndPath } from "@/lib/conversations/paths";

/**
 * What a page will ask for first, as a `Link` header: the browser fetches it while the page's programs are still on their
 * way. Only for a page that is opened by its address; where one goes on to it, the programs are there.
 * @returns null when there is nothing to fetch ahead
 */
export function preloadFor(headers: Headers, pathname: string): string | null {
  if (headers.get("sec-fetch-dest") !== "document") return null;
  const id = /^\/c\/([0-9a-f-]{36})$/.exec(pathname)?.[1];
  return id === undefined ? null : `<${conversationEndPath(id)}>; rel=preload; as=fetch; crossorigin`;
}
