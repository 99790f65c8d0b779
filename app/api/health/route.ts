import { sql } from "drizzle-orm";
import { sleep } from "@/lib/core/time";
import { getServices } from "../../services";
import { open } from "../handler";

const PATIENCE_MS = 2_000;

/** Whether Patchbay and its database answer, and nothing else: anyone may ask, under any Host. */
export const GET = open({ anyHost: true }, async () => {
  const healthy = await Promise.race([databaseAnswers(), sleep(PATIENCE_MS).then(() => false)]);
  return Response.json({ status: healthy ? "ok" : "unavailable" }, { status: healthy ? 200 : 503 });
});

async function databaseAnswers(): Promise<boolean> {
  try {
    const { db } = await getServices();
    await db.execute(sql`select 1`);
    return true;
  } catch {
    return false;
  }
}
