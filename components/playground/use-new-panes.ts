"use client";

import { useQuery } from "@tanstack/react-query";
import { useSearchParams } from "next/navigation";
import { useState, useSyncExternalStore } from "react";
import { catalogQuery } from "@/components/catalog/queries";
import { stripVariant } from "@/lib/catalog/find-model";
import { MOST_PANES } from "@/lib/conversations/limits";
import { isRoute } from "@/lib/routes/is-route";
import { defaultModel } from "./default-model";
import type { PaneSettings, PaneState } from "./pane-state";
import { LAST_MODEL, recall } from "./remembered";

/**
 * The panes of a conversation that has not begun: their models from the address, else as somebody's settings have it,
 * else the one used last, else a good first one. The address follows every change, and names no models while nobody is to know them.
 */
export function useNewPanes(firstModel: string | null) {
  const params = useSearchParams();
  const address = params.has(BLIND) ? BLIND : (params.get("models") ?? "");
  const [own, setOwn] = useState(() => fromAddress(address));
  // A link may have led to other models; our own change comes back as the address says it.
  if (own.address !== address)
    setOwn(addressOf(own) === address ? { ...own, address } : fromAddress(address));
  const fallback = useFirstModel(firstModel);
  const filled = (pane: PaneState) => (pane.model === null ? { ...pane, model: fallback } : pane);
  const panes = own.panes.map(filled);
  const follow = (changed: Partial<Fresh>) =>
    window.history.replaceState(null, "", toPath(addressOf({ panes, blind: own.blind, ...changed })));
  const change = (changed: Partial<Fresh>) => {
    setOwn((now) => ({ ...now, ...changed }));
    follow(changed);
  };
  return {
    panes,
    blind: own.blind,
    setPanes: (next: PaneState[]) => change({ panes: next }),
    /** Each as it is at this moment, also while the page has not been drawn with it yet. */
    changePanes: (changeOf: (pane: PaneState) => PaneState) => {
      setOwn((now) => ({ ...now, panes: now.panes.map((pane) => changeOf(filled(pane))) }));
      follow({ panes: panes.map(changeOf) });
    },
    setBlind: (blind: boolean) => change({ panes, blind }),
    /** As a link says that holds more than models: the address, which is that link, stays until something changes. */
    seed: (next: PaneState[]) => setOwn((now) => ({ ...now, panes: next })),
  };
}

/** What the address says in place of models; no model has such an id. */
const BLIND = "blind";

type Fresh = { panes: PaneState[]; blind: boolean };

let created = 0;

/** A pane that is not on record yet. */
export function newPane(model: string | null, like?: Partial<PaneSettings>): PaneState {
  created += 1;
  const { fallbackModels = [], system = null, parameters = {} } = like ?? {};
  return { key: `new ${created}`, paneId: null, model, fallbackModels, system, parameters };
}

function useFirstModel(wanted: string | null): string | null {
  const catalog = useQuery(catalogQuery).data?.models;
  const last = useSyncExternalStore(
    () => () => {},
    () => recall(LAST_MODEL),
    () => null,
  );
  // Whatever was chosen once may have left the catalogue since, where routes never are.
  const known = [wanted, last].find(
    (id) =>
      id !== null &&
      (isRoute(id) || catalog === undefined || catalog.some((model) => model.id === stripVariant(id))),
  );
  return known ?? (catalog ? defaultModel(catalog) : null);
}

function fromAddress(address: string): Fresh & { address: string } {
  const models = address.split(",").filter((id) => id !== "" && id !== BLIND);
  const panes = models.length === 0 ? [newPane(null)] : models.slice(0, MOST_PANES).map((id) => newPane(id));
  // Whoever arrives there has not chosen the models that it keeps to itself.
  return { address, panes, blind: false };
}

const addressOf = ({ panes, blind }: Fresh): string =>
  blind ? BLIND : panes.flatMap(({ model }) => model ?? []).join();

/** Readable as it is pasted. */
const toPath = (address: string): string =>
  address === BLIND
    ? `/?${BLIND}=1`
    : `/?models=${encodeURIComponent(address).replace(/%(2F|2C|3A)/g, decodeURIComponent)}`;
