import { LosslessNumber, stringify } from "lossless-json";
import { AppError } from "@/lib/core/errors";
import { findOwnGeneration } from "@/lib/ledger/key-usage.server";
import { only } from "../only";
import { program } from "../program";

/** Kept as the decimal text that was sent; clients expect numbers. */
const AMOUNTS = ["total_cost", "usage", "upstream_inference_cost", "cache_discount"];

/** What is not kept of a record because it identifies the account; OpenRouter's own client insists on the names. */
const BLANKS = {
  app_id: null,
  data_region: "global",
  external_user: null,
  http_referer: null,
  origin: "",
  user_agent: null,
  workspace_id: null,
};

/** The upstream's record of one of the key's own generations, asked for at once when it is not here yet. */
const get = program(async ({ holder, request, services }) => {
  const id = (new URL(request.url).searchParams.get("id") ?? "").replace(/\p{C}/gu, "");
  const find = () => findOwnGeneration(services.db, services.account, holder.id, id.slice(0, 200));
  const known = await find();
  if (known && !known.stats && known.confirmAt) await services.confirmer.confirmNow(known.id, services.now());
  const stats = known?.stats ?? (await find())?.stats;
  if (!stats) throw new AppError("not_found", {}, { message: "This generation is not known, or not yet." });
  const data = Object.fromEntries(
    Object.entries({ ...BLANKS, ...stats }).map(([name, value]) => [
      name,
      AMOUNTS.includes(name) && typeof value === "string" ? new LosslessNumber(value) : value,
    ]),
  );
  return new Response(stringify({ data }), { headers: { "content-type": "application/json" } });
});

export const { GET, POST, PUT, PATCH, DELETE, OPTIONS } = only("GET", get);
