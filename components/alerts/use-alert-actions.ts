"use client";

import { useQueryClient } from "@tanstack/react-query";
import { showToast } from "@/components/ui/toast";
import { describeFailure } from "@/lib/core/failure";
import { changeChannel, removeChannel, restoreChannel } from "./channel-queries";
import { changeRule, removeRule, restoreRule, retryDelivery } from "./queries";

type Named = { id: string; name: string };

/** What is done at once, without asking; what fails says so in a toast. */
export function useAlertActions() {
  const client = useQueryClient();
  const attempt = (work: () => Promise<unknown>): Promise<void> =>
    work().then(
      () => {},
      (error: unknown) => showToast({ text: describeFailure(error).message, failed: true }),
    );
  const undoable = async (name: string, remove: () => Promise<unknown>, restore: () => Promise<unknown>) => {
    await remove();
    const act = () => void attempt(restore);
    showToast({ text: `“${name}” is deleted.`, action: { label: "Undo", act, undoes: true } });
  };
  return {
    switchRule: (id: string, isEnabled: boolean) => attempt(() => changeRule(client, id, { isEnabled })),
    removeRule: ({ id, name }: Named) =>
      attempt(() =>
        undoable(
          name,
          () => removeRule(client, id),
          () => restoreRule(client, id),
        ),
      ),
    switchChannel: (id: string, isEnabled: boolean) =>
      attempt(() => changeChannel(client, id, { isEnabled })),
    removeChannel: ({ id, name }: Named) =>
      attempt(() =>
        undoable(
          name,
          () => removeChannel(client, id),
          () => restoreChannel(client, id),
        ),
      ),
    retry: (id: string) => attempt(() => retryDelivery(client, id)),
  };
}
