import "server-only";
import { readWorkspace } from "@/lib/team/workspace.server";
import { getServices } from "./services";

/** By whose clock spend is reported where nobody says otherwise; null is by that of whoever looks. */
export async function readReportingZone(): Promise<string | null> {
  const services = await getServices().catch(() => null);
  const workspace = services && (await readWorkspace(services.db).catch(() => null));
  return workspace?.timeZone ?? null;
}
