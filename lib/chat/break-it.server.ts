import "server-only";
import type { CatalogState } from "@/lib/catalog/catalog.server";
import type { Endpoints } from "@/lib/catalog/endpoints.server";
import { findModel } from "@/lib/catalog/find-model";
import type { CatalogModel } from "@/lib/catalog/model";
import { AppError } from "@/lib/core/errors";
import { sleep } from "@/lib/core/time";
import type { Db } from "@/lib/db/client.server";
import { applyRoute } from "@/lib/routes/apply-route";
import type { BreakReport, BreakRun } from "@/lib/routes/break-api";
import { breakMatrix } from "@/lib/routes/break-matrix";
import { keepBreakReport } from "@/lib/routes/break-reports.server";
import type { BreakRequest } from "@/lib/routes/break-request";
import { loadRoute } from "@/lib/routes/routes.server";
import { type SimulatedModel, simulatedModel } from "@/lib/routes/simulated-models";
import { RouteSpec } from "@/lib/routes/spec-request";
import { breakOnce, type Simulate } from "./break-run.server";

export type Breaking = {
  db: Db;
  simulate: Simulate;
  catalog: CatalogState;
  endpoints: Endpoints;
  memberId: string;
  now: Date;
  /** Milliseconds that a caller waits for the first byte. */
  patience: number;
};

/** What is about to be broken: how many times, and how to begin. */
export type OpenedBreak = {
  of: number;
  /**
   * @param onDone hears after each run how many are done
   * @throws the signal's reason when it is aborted; then nothing is kept
   */
  run(onDone?: (done: number) => void, signal?: AbortSignal): Promise<BreakReport>;
};

const SAMPLE = "Say hello in one sentence.";

/**
 * Breaks an arm of a route on purpose, in a simulation with the catalogue of the day: nothing is sent to OpenRouter, and
 * nothing is written down but the report.
 * @throws AppError `not_found` for a route, version or arm that is not there, `invalid_request` for a hop that is not
 */
export async function openBreak(
  breaking: Breaking,
  name: string,
  { of, arm: armName, prompt = SAMPLE, faults }: BreakRequest,
): Promise<OpenedBreak> {
  const { db, simulate, memberId, now: at, patience } = breaking;
  const route = await loadRoute(db, name);
  const version = "version" in of ? of.version : null;
  const found = "spec" in of ? of.spec : route.versions.find((one) => one.version === version)?.spec;
  if (!found) throw missing(`The route ${name} has no version ${version}.`);
  const spec = RouteSpec.parse(found);
  const arm = spec.arms.find((one) => one.name === armName);
  if (!arm) throw missing(`The route ${name} has no arm ${armName}.`);
  if (faults?.some((fault) => "hop" in fault && fault.hop >= arm.models.length)) throw noHop();

  const { body } = applyRoute(spec, arm, { messages: [{ role: "user", content: prompt }], stream: true });
  const scene = {
    ...{ simulate, chain: arm.models, body: JSON.stringify(body), at, patience },
    models: await modelsOf(arm.models, breaking),
  };
  const all = faults ? [faults] : breakMatrix(arm.models.length);
  return {
    of: all.length,
    async run(onDone, signal) {
      const runs: BreakRun[] = [];
      for (const struck of all) {
        signal?.throwIfAborted();
        runs.push(await breakOnce(scene, struck));
        onDone?.(runs.length);
        // Nobody waits in a simulation, so nothing else would get its turn meanwhile.
        await sleep(0);
      }
      signal?.throwIfAborted();
      const report: BreakReport = { simulation: true, version, arm: arm.name, at, runs };
      if (version !== null && !faults) await keepBreakReport(db, route.id, { ...report, version }, memberId);
      return report;
    },
  };
}

const missing = (message: string) => new AppError("not_found", {}, { message });
const noHop = () =>
  new AppError("invalid_request", {
    issues: [{ path: "faults", message: "strike a hop that the arm has not" }],
  });

/** The models of a chain, and those that its aliases stand for, with whoever serves them. */
async function modelsOf(
  chain: readonly string[],
  { catalog: { models }, endpoints }: Breaking,
): Promise<SimulatedModel[]> {
  const rows = chain.flatMap((id): (CatalogModel | null)[] => {
    const row = findModel(models, id);
    return [row, row?.aliasTarget ? findModel(models, row.aliasTarget) : null];
  });
  const listed = new Set(rows.filter((row) => row !== null));
  return Promise.all(
    [...listed].map(async (row) =>
      simulatedModel(row, row.kind === "model" ? await endpointsOf(endpoints, row.id) : []),
    ),
  );
}

/** None, where the upstream lists none. */
const endpointsOf = (endpoints: Endpoints, id: string) =>
  endpoints.of(id).then(
    (answer) => answer.endpoints,
    (error: unknown) => {
      if (error instanceof AppError && error.code === "not_found") return [];
      throw error;
    },
  );
