import "server-only";
import { describeFailure } from "@/lib/core/errors";
import type { Db } from "@/lib/db/client.server";
import type { CatalogResponse } from "./api";
import { readMarks } from "./marks.server";
import { readModels } from "./read-model";
import { readRows, refuseLoss } from "./rows";
import { readSnapshot, readSnapshotHead, type Snapshot, sealRows, writeSnapshot } from "./snapshot.server";

/** The list as it is now. Never changed in place: an unchanged object is an unchanged list. */
export type CatalogState = CatalogResponse & { digest: string | null };

export type Catalog = {
  /**
   * The list at hand, or another instance's newer one; an old one is returned at once and refreshed behind it. Never
   * throws.
   */
  current(): Promise<CatalogState>;
  /** Fetches now. Never throws: on failure it is the last good list, with the reason beside it. */
  refresh(): Promise<CatalogState>;
  /** Takes over another instance's newer list, and fetches when that is old too. Never throws. */
  catchUp(): Promise<CatalogState>;
  /** Keeps the list fresh from now on; the answer stops it. */
  start(): () => void;
};

export type CatalogOptions = {
  db: Db;
  /** Whose list it is; each upstream has a snapshot of its own. */
  upstream: string;
  /** The body of `GET /models`. @throws AppError */
  fetchRows: () => Promise<unknown>;
  now: () => Date;
  log?: (message: string, cause: unknown) => void;
};

const FRESH_MS = 5 * 60_000;
/** After a failure nothing is fetched unasked for this long. */
const RETRY_MS = 30_000;
/** How often a running process looks whether its list is due, or another instance has a newer one. */
const LOOK_MS = 60_000;
/** The list at hand is believed in for this long before whoever asks has that looked up, as keys and rules are. */
const TRUST_MS = 900;

const EMPTY: CatalogState = {
  models: [],
  unreadable: 0,
  fetchedAt: null,
  failure: null,
  digest: null,
  repriced: {},
  gone: [],
};

/**
 * The upstream's model list, served from memory. Every list fetched is kept in the database, for the next
 * start and for other instances, which take it over instead of fetching their own.
 */
export function createCatalog({ db, upstream, fetchRows, now, log = () => {} }: CatalogOptions): Catalog {
  let state = EMPTY;
  let failedAt: Date | null = null;
  let lookedAt: Date | null = null;

  const since = (moment: Date) => Math.abs(now().getTime() - moment.getTime());

  function isDue(): boolean {
    if (failedAt && since(failedAt) < RETRY_MS) return false;
    return state.fetchedAt === null || since(state.fetchedAt) >= FRESH_MS;
  }

  const isNews = (fetchedAt: Date) => state.fetchedAt === null || fetchedAt > state.fetchedAt;

  /** Takes over what the database has, when that is newer. */
  async function adopt(): Promise<void> {
    lookedAt = now();
    const head = await readSnapshotHead(db, upstream);
    if (head === null || !isNews(head.fetchedAt)) return;
    if (head.digest === state.digest) {
      state = { ...state, fetchedAt: head.fetchedAt, failure: null };
      return;
    }
    const snapshot = await readSnapshot(db, upstream);
    if (snapshot === null) return;
    const list = readModels(snapshot.rows);
    // A fetch may have ended while the rows were on their way.
    if (list.models.length === 0 || !isNews(snapshot.fetchedAt)) return;
    const marks = await readMarks(db, upstream, { models: list.models, now: now(), former: state });
    if (!isNews(snapshot.fetchedAt)) return;
    const { fetchedAt, digest } = snapshot;
    state = { ...list, ...marks, fetchedAt, failure: null, digest };
  }

  const look = () => adopt().catch((error: unknown) => log("the stored model list could not be read", error));

  const load = shared(look);

  /** Keeps the list with what changed, which is then marked in it. */
  async function store(snapshot: Snapshot, former: CatalogState): Promise<void> {
    await writeSnapshot(db, upstream, snapshot);
    const marks = await readMarks(db, upstream, { models: state.models, now: now(), former });
    if (state.digest === snapshot.digest) state = { ...state, ...marks };
  }

  const fetchList = shared(async () => {
    try {
      const sealed = sealRows(readRows(await fetchRows()));
      const [fetchedAt, former] = [now(), state];
      if (sealed.digest === state.digest) {
        state = { ...state, fetchedAt, failure: null };
      } else {
        const list = readModels(sealed.rows);
        refuseLoss(state.models.length, list.models.length);
        state = { ...state, ...list, fetchedAt, failure: null, digest: sealed.digest };
      }
      failedAt = null;
      await store({ ...sealed, fetchedAt }, former).catch((error: unknown) =>
        log("the model list could not be stored", error),
      );
    } catch (error) {
      failedAt = now();
      state = { ...state, failure: describeFailure(error) };
      log("the model list could not be fetched", error);
    }
  });

  const catchUp = shared(async () => {
    await look();
    if (isDue()) await fetchList();
  });

  return {
    async current() {
      if (state.fetchedAt === null) await catchUp();
      // Whoever had it refreshed elsewhere must not find the old list here.
      else if (lookedAt === null || since(lookedAt) >= TRUST_MS) await load();
      if (isDue()) void catchUp();
      return state;
    },
    async refresh() {
      // What there is to fall back on: another instance's may be newer.
      await load();
      await fetchList();
      return state;
    },
    async catchUp() {
      await catchUp();
      return state;
    },
    start() {
      void catchUp();
      const timer = setInterval(() => void catchUp(), LOOK_MS);
      timer.unref();
      return () => clearInterval(timer);
    },
  };
}

/** Callers that come while the work is being done wait for the same one. */
function shared(work: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  return () => {
    running ??= work().finally(() => {
      running = null;
    });
    return running;
  };
}
