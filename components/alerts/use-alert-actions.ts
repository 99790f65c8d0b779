"use client";

import { useQueryClient } from "@tanstack/react-query";
import { showToast } from "@/components/ui/toast";
import type { AlertRule } from "@/lib/alerts/alerts-api";
import { describeFailure } from "@/lib/core/failure";
import { changeChannel } from "./channel-queries";
import { changeRule, removeRule, restoreRule, retryDelivery } from "./queries";

/** What is done at once, without asking; what fails says so in a toast. */
export function useAlertActions() {
  const client = useQueryClient();
  const attempt = (work: () => Promise<unknown>): Promise<void> =>
    work().then(
      () => {},
      (error: unknown) => showToast({ text: describeFailure(error).message, failed: true }),
    );
  return {
    switchRule: (id: string, isEnabled: boolean) => attempt(() => changeRule(client, id, { isEnabled })),
    removeRule: (rule: AlertRule) =>
      attempt(async () => {
        await removeRule(client, rule.id);
        const act = () => void attempt(() => restoreRule(client, rule));
        showToast({ text: `“${rule.name}” is deleted.`, action: { label: "Undo", act, undoes: true } });
      }),
    switchChannel: (id: string, isEnabled: boolean) =>
      attempt(() => changeChannel(client, id, { isEnabled })),
    retry: (id: string) => attempt(() => retryDelivery(client, id)),
  };
}
