import "server-only";
import { sleep } from "@/lib/core/time";
import type { CatalogModel } from "./model";
import { readModels } from "./read-model";
import { readRows } from "./rows";

/** The models that make vectors of texts, from memory; none while the upstream has not told any. Never throws. */
export type EmbeddingBook = { current(): Promise<readonly CatalogModel[]> };

type Options = {
  /** The body of `GET /embeddings/models`. @throws AppError */
  fetchRows: () => Promise<unknown>;
  now: () => Date;
  log?: (message: string, cause: unknown) => void;
};

const FRESH_MS = 60 * 60_000;
const RETRY_MS = 60_000;
/** The first to ask wait no longer than this: their request goes out all the same, without a price. */
const PATIENCE_MS = 1_500;

export function createEmbeddingBook({ fetchRows, now, log = () => {} }: Options): EmbeddingBook {
  let models: readonly CatalogModel[] = [];
  let dueAt = 0;
  let running: Promise<void> | null = null;

  async function fetchList(): Promise<void> {
    dueAt = now().getTime() + RETRY_MS;
    try {
      models = readModels(readRows(await fetchRows())).models;
      dueAt = now().getTime() + FRESH_MS;
    } catch (error) {
      log("the list of embedding models could not be fetched", error);
    }
  }

  return {
    async current() {
      if (now().getTime() >= dueAt)
        running ??= fetchList().finally(() => {
          running = null;
        });
      if (running && models.length === 0) await Promise.race([running, sleep(PATIENCE_MS)]);
      return models;
    },
  };
}
