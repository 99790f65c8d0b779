"use client";

import { useQueryClient } from "@tanstack/react-query";
import { showToast } from "@/components/ui/toast";
import type { AlertChannel, AlertRule } from "@/lib/alerts/alerts-api";
import { describeFailure } from "@/lib/core/failure";
import { changeChannel, removeChannel, restoreChannel } from "./channel-queries";
import { changeRule, removeRule, restoreRule, retryDelivery } from "./queries";

/** What is done at once, without asking; what fails says so in a toast. */
export function useAlertActions() {
  const client = useQueryClient();
  const attempt = (work: () => Promise<unknown>): Promise<void> =>
    work().then(
      () => {},
      (error: unknown) => showToast({ text: describeFailure(error).message, failed: true }),
    );
  const remove = (name: string, work: () => Promise<unknown>, restore: () => Promise<unknown>) =>
    attempt(async () => {
      await work();
      const act = () => void attempt(restore);
      showToast({ text: `“${name}” is deleted.`, action: { label: "Undo", act, undoes: true } });
    });
  return {
    switchRule: (id: string, isEnabled: boolean) => attempt(() => changeRule(client, id, { isEnabled })),
    removeRule: ({ id, name }: AlertRule) =>
      remove(
        name,
        () => removeRule(client, id),
        () => restoreRule(client, id),
      ),
    removeChannel: ({ id, name }: AlertChannel) =>
      remove(
        name,
        () => removeChannel(client, id),
        () => restoreChannel(client, id),
      ),
    switchChannel: (id: string, isEnabled: boolean) =>
      attempt(() => changeChannel(client, id, { isEnabled })),
    retry: (id: string) => attempt(() => retryDelivery(client, id)),
  };
}
