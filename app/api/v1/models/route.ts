import { isModelAllowed } from "@/lib/catalog/allowed-models";
import { readSnapshot } from "@/lib/catalog/snapshot.server";
import { asRecord } from "@/lib/core/lenient";
import { only } from "../only";
import { program } from "../program";

/** Fractions are kept as the text that was sent; in these fields every client expects numbers. */
const NUMERIC = ["default_parameters", "benchmarks"];

function withNumbers(value: unknown): unknown {
  if (typeof value === "string")
    return /^-?\d/.test(value) && Number.isFinite(Number(value)) ? Number(value) : value;
  if (Array.isArray(value)) return value.map(withNumbers);
  const fields = asRecord(value);
  return fields
    ? Object.fromEntries(Object.entries(fields).map(([name, inner]) => [name, withNumbers(inner)]))
    : value;
}

function asSent(row: unknown): unknown {
  const fields = asRecord(row);
  if (!fields) return row;
  const numeric = NUMERIC.filter((name) => name in fields).map((name) => [name, withNumbers(fields[name])]);
  return { ...fields, ...Object.fromEntries(numeric) };
}

/** The model list as the upstream sent it last, less what the key or the workspace may not use. */
const get = program(async ({ holder, services }) => {
  await services.catalog.current();
  const snapshot = await readSnapshot(services.db, services.upstream.baseUrl);
  const allowed = holder.models && new Set(holder.models);
  const { allowedModels } = await services.rules.current();
  const isListed = (id: string) => (!allowed || allowed.has(id)) && isModelAllowed(allowedModels, id);
  const data = (snapshot?.rows ?? []).filter((row) => isListed(String(asRecord(row)?.id))).map(asSent);
  return Response.json({ data, total_count: data.length, links: { next: null } });
});

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = only("GET", get);
