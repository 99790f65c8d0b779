import "server-only";
import { type SQL, sql } from "drizzle-orm";
import { generation as g } from "@/lib/db/schema/ledger";

const bare = (model: SQL): SQL => sql`split_part(${model}, ':', 1)`;

/** Of a chain: answered by neither the first model nor a dated version of it. */
export const OTHER_MODEL = sql`(cardinality(${g.models}) > 1 and ${g.model} is not null
  and ${bare(sql`${g.model}`)} <> ${bare(sql`${g.models}[1]`)}
  and (${bare(sql`${g.model}`)} in (select ${bare(sql`later`)} from unnest(${g.models}[2:]) as later)
    or not (starts_with(${g.model}, ${bare(sql`${g.models}[1]`)} || '-')
      and substr(${bare(sql`${g.model}`)}, length(${bare(sql`${g.models}[1]`)}) + 2) ~ '^[0-9-]+$')))`;

const LATER_PROVIDER = sql`(jsonb_path_exists(${g.attempts}, '$[1 to last] ? (@.status >= 200 && @.status < 300)')
  and not jsonb_path_exists(${g.attempts}, '$[0] ? (@.status >= 200 && @.status < 300)'))`;

/** Answered by another model than the first, or by a provider that was not the first. */
export const FELL_BACK = sql<boolean>`coalesce(${OTHER_MODEL} or ${LATER_PROVIDER}, false)`;
