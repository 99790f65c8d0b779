import "server-only";
import { AppError, describeFailure, type Failure } from "@/lib/core/errors";
import type { Db } from "@/lib/db/client.server";
import { parseExact } from "@/lib/openrouter/json";
import type { Catalog } from "./catalog.server";
import type { EndpointsResponse } from "./endpoints-api";
import { endpointIdOf } from "./find-model";
import type { PolicyBook } from "./policies.server";
import { endpointRows, readEndpoints } from "./read-endpoints";
import { withPolicy } from "./read-policies";
import { readNewestSample, type Sample, writeSample } from "./samples.server";

/** The providers of single models, fetched when someone looks. */
export type Endpoints = {
  /**
   * The endpoints of a model, at most five minutes old; when they cannot be fetched, the last ones known and why.
   * @throws AppError when there never were any: `not_found` for what is no model's id
   */
  of(id: string): Promise<EndpointsResponse>;
};

type Options = {
  db: Db;
  upstream: string;
  catalog: Catalog;
  policies: PolicyBook;
  /** The body of `GET /models/{author}/{slug}/endpoints`. @throws AppError */
  fetchEndpoints: (author: string, slug: string) => Promise<string>;
  now: () => Date;
  log?: (message: string, cause: unknown) => void;
};

const FRESH_MS = 5 * 60_000;
/** After a failure the upstream is left alone for this long. */
const RETRY_MS = 15_000;
/** Models remembered; whoever reads more of them at once has them fetched again. */
const MOST = 500;

/** What is known of one model; the time of a failure tells when to try again. */
type Known = { sample: Sample; failed: { failure: Failure; at: Date } | null };

export function createEndpoints(options: Options): Endpoints {
  const { db, upstream, catalog, policies, fetchEndpoints, now, log = () => {} } = options;
  const known = new Map<string, Known>();
  const running = new Map<string, Promise<Known>>();

  const isWithin = (moment: Date, ms: number) => Math.abs(now().getTime() - moment.getTime()) < ms;
  const isFresh = ({ sample, failed }: Known) =>
    isWithin(sample.at, FRESH_MS) || (failed !== null && isWithin(failed.at, RETRY_MS));

  async function fetchSample(id: string): Promise<Sample> {
    const slash = id.indexOf("/");
    const text = await fetchEndpoints(id.slice(0, slash), id.slice(slash + 1)).catch((error: unknown) => {
      throw error instanceof AppError && error.status === 404 ? unlisted(error) : error;
    });
    const rows = endpointRows(parseExact(text));
    if (rows === null)
      throw new AppError("upstream_garbled", {}, { message: "OpenRouter sent no list of endpoints." });
    const sample = { rows, at: now() };
    await writeSample(db, upstream, id, sample).catch((error: unknown) =>
      log("the endpoints of a model could not be stored", error),
    );
    return sample;
  }

  /** From another instance or before the last start. */
  const readStored = (id: string) =>
    readNewestSample(db, upstream, id).catch((error: unknown) => {
      log("the stored endpoints of a model could not be read", error);
      return null;
    });

  async function load(id: string): Promise<Known> {
    const stored = (await readStored(id)) ?? known.get(id)?.sample ?? null;
    if (stored && isWithin(stored.at, FRESH_MS)) return { sample: stored, failed: null };
    try {
      return { sample: await fetchSample(id), failed: null };
    } catch (error) {
      log("the endpoints of a model could not be fetched", error);
      if (stored === null) throw error;
      return { sample: stored, failed: { failure: describeFailure(error), at: now() } };
    }
  }

  /** Callers that come meanwhile wait for the same work. */
  async function current(id: string): Promise<Known> {
    const ready = known.get(id);
    if (ready && isFresh(ready)) return ready;
    const work = running.get(id) ?? load(id).finally(() => running.delete(id));
    running.set(id, work);
    const loaded = await work;
    known.delete(id);
    known.set(id, loaded);
    const [oldest] = known.keys();
    if (known.size > MOST && oldest !== undefined) known.delete(oldest);
    return loaded;
  }

  return {
    async of(asked) {
      const id = endpointIdOf((await catalog.current()).models, asked);
      const [{ sample, failed }, book] = await Promise.all([current(id), policies.current()]);
      const { endpoints, unreadable } = readEndpoints(sample.rows);
      return {
        model: id,
        endpoints: endpoints.map((endpoint) => withPolicy(id, endpoint, book.policies)),
        fetchedAt: sample.at,
        failure: failed?.failure ?? null,
        unreadable,
      };
    },
  };
}

/** What the upstream says of settings that no provider serves is about a model here. */
const unlisted = (cause: AppError): AppError =>
  new AppError("not_found", {}, { message: "OpenRouter lists no providers of this model.", cause });
