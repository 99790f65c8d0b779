import "server-only";
import type { Beginning } from "@/lib/team/beginning";
import { readBeginning } from "@/lib/team/personal.server";
import { viewerOf } from "./admission";
import { getServices } from "./services";

/** What the playground of whoever looks has to know; nothing where the database does not answer: the page says why. */
export async function readOwnBeginning(): Promise<Beginning> {
  const services = await getServices().catch(() => null);
  const nothing: Beginning = { firstModel: null, allowedModels: null };
  if (!services) return nothing;
  const viewer = await viewerOf(services);
  return readBeginning(services.db, viewer).catch(() => nothing);
}
