import "server-only";
import { within } from "@/lib/core/time";
import { type Catalog, type CatalogOptions, createCatalog } from "./catalog.server";
import type { CatalogModel } from "./model";

/** The models that make vectors of texts: a list of their own, with a history of its own. */
export type EmbeddingBook = {
  /** From memory; none while the upstream has not told any. Never throws. */
  current(): Promise<readonly CatalogModel[]>;
  /** Under which name changes of the list are kept. */
  upstream: string;
} & Pick<Catalog, "catchUp">;

/** The first to ask wait no longer than this: their request goes out all the same, without a price. */
const PATIENCE_MS = 1_500;

/** @param options those of the ordinary list, with the body of `GET /embeddings/models` */
export function createEmbeddingBook(options: CatalogOptions): EmbeddingBook {
  const { log = () => {} } = options;
  const upstream = `${options.upstream}/embeddings`;
  const list = createCatalog({
    ...{ ...options, upstream },
    log: (message, cause) => log(`of models for embeddings: ${message}`, cause),
  });
  let known: readonly CatalogModel[] = [];
  return {
    upstream,
    catchUp: list.catchUp,
    async current() {
      const models = list.current().then((state) => state.models);
      known = (known.length > 0 ? await models : await within(PATIENCE_MS, models)) ?? known;
      return known;
    },
  };
}
