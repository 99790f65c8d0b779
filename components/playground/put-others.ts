import { addPane, changePane } from "./actions";
import type { PaneState } from "./pane-state";

/** Has the panes that were not asked follow onto the record, each in its place. */
export async function putOthers(
  conversationId: string,
  panes: readonly PaneState[],
  ids: Map<string, string>,
): Promise<void> {
  for (const { key, model, fallbackModels, system, parameters } of panes) {
    if (ids.has(key) || model === null) continue;
    const { paneId } = await addPane(conversationId, {
      ...{ model, fallbackModels, system, parameters },
    });
    ids.set(key, paneId);
  }
  for (const [position, { key }] of panes.entries()) {
    const paneId = ids.get(key);
    if (paneId !== undefined) await changePane(conversationId, paneId, { position });
  }
}
