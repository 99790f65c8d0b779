import "server-only";
import type { Beginning } from "@/lib/team/beginning";
import { readBeginning } from "@/lib/team/personal.server";
import { admit, type Query } from "./admission";
import { getServices } from "./services";

/**
 * Lets somebody into a page of the playground, and reads what it has to know of them; nothing where the database does not
 * answer: the page says why.
 */
export async function readOwnBeginning(path: string, query: Query): Promise<Beginning> {
  const viewer = await admit(path, query);
  const services = await getServices().catch(() => null);
  const nothing: Beginning = { firstModel: null, allowedModels: null };
  if (!services) return nothing;
  return readBeginning(services.db, viewer).catch(() => nothing);
}
