import "server-only";
import { sql } from "drizzle-orm";
import { generation } from "@/lib/db/schema/ledger";

/** The model that a generation counts for: the one that answered, else the first that was asked for. */
export const countedModel = sql<string>`coalesce(${generation.model}, ${generation.models}[1], 'unknown')`;
