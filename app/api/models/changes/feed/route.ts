import { handle } from "@/app/api/handler";
import { toAtom, toJsonFeed } from "@/lib/catalog/feed";
import { listChanges } from "@/lib/spend/changes.server";
import { type ChangesQuery, FeedQuery } from "@/lib/spend/changes-request";
import { watchOf } from "../../watch";

/** What a feed reader sees at once; it asks often enough. */
const ENTRIES = 100;

export const GET = handle("spend:read", async ({ actor, services, request, query }) => {
  const { format, ...filters } = query(FeedQuery);
  const watch = await watchOf(services, actor);
  const { changes } = await listChanges(watch, { ...filters, limit: ENTRIES } satisfies ChangesQuery);
  const { pathname, search } = new URL(request.url);
  const feed = {
    origin: originOf(request, services.env.PATCHBAY_URL),
    path: pathname + search,
    changes,
    updated: watch.catalog.fetchedAt ?? watch.now,
  };
  return format === "json"
    ? Response.json(toJsonFeed(feed), { headers: { "content-type": "application/feed+json" } })
    : new Response(toAtom(feed), { headers: { "content-type": "application/atom+xml; charset=utf-8" } });
});

/** Readers follow links from elsewhere, so that they lead to where the feed was asked for. The gate knows the host. */
const originOf = (request: Request, url: string | undefined): string =>
  url === undefined ? `http://${request.headers.get("host")}` : new URL(url).origin;
