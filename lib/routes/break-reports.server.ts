import "server-only";
import { and, asc, eq } from "drizzle-orm";
import { encode } from "zod/mini";
import type { Db } from "@/lib/db/client.server";
import { route, routeBreak } from "@/lib/db/schema/routes";
import { member } from "@/lib/db/schema/team";
import { BreakReport, type KeptBreakReports } from "./break-api";

/** Keeps a report with the version it was run on, in place of the arm's last one. */
export async function keepBreakReport(
  db: Db,
  routeId: string,
  report: BreakReport & { version: number },
  memberId: string,
): Promise<void> {
  const { version, arm, at: ranAt } = report;
  const set = { report: encode(BreakReport, report), memberId, ranAt };
  await db
    .insert(routeBreak)
    .values({ routeId, version, arm, ...set })
    .onConflictDoUpdate({ target: [routeBreak.routeId, routeBreak.version, routeBreak.arm], set });
}

/** The last report of each arm of a version. */
export async function readBreakReports(db: Db, name: string, version: number): Promise<KeptBreakReports> {
  const rows = await db
    .select({ report: routeBreak.report, memberId: routeBreak.memberId, author: member.name })
    .from(routeBreak)
    .innerJoin(route, eq(route.id, routeBreak.routeId))
    .innerJoin(member, eq(member.id, routeBreak.memberId))
    .where(and(eq(route.name, name), eq(routeBreak.version, version)))
    .orderBy(asc(routeBreak.arm));
  return {
    reports: rows.flatMap(({ report, ...who }) => {
      // What an earlier Patchbay wrote in another shape is as good as never run.
      const read = BreakReport.safeParse(report);
      return read.success ? [{ ...read.data, ...who }] : [];
    }),
  };
}
