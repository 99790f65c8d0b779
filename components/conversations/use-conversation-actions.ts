"use client";

import { useQueryClient } from "@tanstack/react-query";
import { usePathname, useRouter } from "next/navigation";
import {
  changeConversation,
  deleteConversation,
  duplicateConversation,
  restoreConversation,
} from "@/components/playground/actions";
import { refreshConversation } from "@/components/playground/queries";
import { showToast } from "@/components/ui/toast";
import { describeFailure } from "@/lib/core/failure";

/** What of a conversation is set from outside. */
export type Kept = { id: string; title: string; pinned: boolean; folder: string | null };

/** What is done at once, without asking; what fails says so in a toast. */
export function useConversationActions({ id, title }: Kept) {
  const client = useQueryClient();
  const pathname = usePathname();
  const router = useRouter();
  const attempt = (work: () => Promise<void>) =>
    void work().catch((error: unknown) => showToast({ text: describeFailure(error).message, failed: true }));

  const restore = async (wasOpen: boolean) => {
    await restoreConversation(client, id);
    if (wasOpen) router.push(`/c/${id}`);
  };
  const isOpen = pathname === `/c/${id}`;
  return {
    pin: (pinned: boolean) =>
      attempt(async () => {
        await changeConversation(id, { pinned });
        await refreshConversation(client, id);
      }),
    duplicate: () =>
      attempt(async () => {
        const copy = await duplicateConversation(client, id);
        const act = () => router.push(`/c/${copy}`);
        showToast({ text: `“${short(title)}” is copied.`, action: { label: "Open", act } });
      }),
    remove: () =>
      attempt(async () => {
        await deleteConversation(client, id);
        if (isOpen) router.push("/");
        const act = () => attempt(() => restore(isOpen));
        showToast({ text: `“${short(title)}” is deleted.`, action: { label: "Undo", act, undoes: true } });
      }),
  };
}

const short = (title: string): string => (title.length > 60 ? `${title.slice(0, 59).trimEnd()}…` : title);
