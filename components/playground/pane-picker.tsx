"use client";

import { useQuery } from "@tanstack/react-query";
import ModelPicker, { preparePicker } from "@/components/catalog/model-picker";
import { catalogQuery } from "@/components/catalog/queries";
import { showToast } from "@/components/ui/toast";
import { MOST_PANES } from "@/lib/conversations/limits";
import { isRoute } from "@/lib/routes/is-route";
import { newlyUntaken, settingsInStep } from "./in-step";
import { withModel } from "./pane-state";
import type { useChat } from "./use-chat";
import type { Panes } from "./use-panes";

/** Fetches what the picker shows first. */
export const prepare = preparePicker;

/** What is being chosen: what a pane asks, which may then answer a message again, or a new pane. */
export type Picking = { key: string; again?: string } | "new";

type Props = {
  picking: Picking;
  own: Panes;
  chat: Pick<ReturnType<typeof useChat>, "retry">;
  onClose: () => void;
};

/** Chooses what a pane asks: a model, or a route. */
export default function PanePicker({ picking, own, chat, onClose }: Props) {
  const { panes } = own;
  const pane = picking === "new" ? null : (panes.find(({ key }) => key === picking.key) ?? null);
  const models = useQuery(catalogQuery).data?.models ?? [];
  const add = (model: string) => {
    onClose();
    const [first] = panes;
    own.add(model, own.sync && first ? settingsInStep(first, model, models) : undefined);
  };
  const choose = (model: string) => {
    onClose();
    if (!pane || picking === "new") return;
    // A route brings its own chain, so that of the pane ends.
    own.change([pane.key], (before) =>
      isRoute(model) ? { model, fallbackModels: [] } : withModel(before, model),
    );
    if (isRoute(model) && pane.fallbackModels.length > 0)
      showToast({ text: `${model} brings its own chain; the pane's fallbacks were taken out.` });
    const left = newlyUntaken(models, pane, withModel(pane, model));
    if (left.length > 0)
      showToast({ text: `${model} does not take ${left.join(", ")}: kept under Settings, and not sent.` });
    const { paneId } = pane;
    const { again } = picking;
    if (again !== undefined && paneId !== null)
      void own.settled().then(() => chat.retry(paneId, { model, messageId: again }));
  };
  return (
    <ModelPicker
      routes
      chosen={pane?.model ?? null}
      onChoose={picking === "new" ? add : choose}
      onAdd={picking === "new" || panes.length >= MOST_PANES ? null : add}
      onClose={onClose}
    />
  );
}
