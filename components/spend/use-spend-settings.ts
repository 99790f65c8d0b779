"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { showToast } from "@/components/ui/toast";
import { describeFailure } from "@/lib/core/failure";
import type { SettingsChange } from "@/lib/team/preferences-request";
import { changeSpendSettings } from "./outlook-queries";

/** Changes what holds for the whole workspace; what the server does not take is said and undone. */
export function useSpendSettings(): (change: SettingsChange) => void {
  const client = useQueryClient();
  const { mutate } = useMutation({
    mutationFn: (change: SettingsChange) => changeSpendSettings(client, change),
    onError: (error) => showToast({ text: describeFailure(error).message, failed: true }),
  });
  return mutate;
}
