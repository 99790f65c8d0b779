import "server-only";
import { sql } from "drizzle-orm";

/** For the rest of a transaction: compiling long expressions takes longer than working out a few thousand of them. */
export const WITHOUT_JIT = sql`set local jit = off`;
