import { z } from "zod";
import { SPANS } from "@/lib/core/span-names";
import { accountShape } from "@/lib/ledger/account-request";
import { choiceShape } from "@/lib/ledger/choice-request";
import { DIMENSIONS } from "@/lib/ledger/dimensions";
import { BUCKETS, RANKS } from "./overview-api";

const day = z.iso.date();

const spanShape = {
  span: z.enum(SPANS).default("30d"),
  /** First and last day, in the time zone; both or none, instead of a span. */
  from: day.optional(),
  to: day.optional(),
  timeZone: z.string().max(64).default("UTC"),
};

/** `GET /api/spend/overview?span=30d&timeZone=Europe/Berlin&groupBy=model&inside=key&provider=!Azure`. */
export const OverviewQuery = z.strictObject({
  ...accountShape,
  ...spanShape,
  ...choiceShape,
  /** Left out: what suits the span. */
  bucket: z.enum(BUCKETS).optional(),
  groupBy: z.enum(DIMENSIONS).default("model"),
  /** The second level, inside of each group. */
  inside: z.enum(DIMENSIONS).optional(),
  rank: z.enum(RANKS).default("cost"),
});
export type OverviewQuery = z.infer<typeof OverviewQuery>;

/** `GET /api/spend/values?dimension=key&search=prod&span=30d`: filters are left out on purpose. */
export const ValuesQuery = z.strictObject({
  ...accountShape,
  ...spanShape,
  dimension: z.enum(DIMENSIONS),
  search: z.string().max(200).default(""),
});
export type ValuesQuery = z.infer<typeof ValuesQuery>;
