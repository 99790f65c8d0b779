import * as z from "zod/mini";
import { showToast } from "@/components/ui/toast";
import { describeFailure } from "@/lib/core/failure";
import { fetchJson } from "@/lib/core/fetch-json";

/** Signs out here and on the server, and leaves nothing of the person in memory. */
export async function signOut(): Promise<void> {
  try {
    await fetchJson("/api/session", z.unknown(), { method: "DELETE" });
    location.assign("/sign-in");
  } catch (error) {
    showToast({ text: describeFailure(error).message, failed: true });
  }
}
