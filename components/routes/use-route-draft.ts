"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useSyncExternalStore } from "react";
import type { Route } from "@/lib/routes/routes-api";
import { isSameSpec, type Spec } from "./edit-spec";
import { routeQuery, saveDraft } from "./queries";

/** What is being edited, and the revision of the draft that it was begun from. */
type Written = { spec: Spec; revision: number };

/** By the names of routes: going to another page loses none of it. */
const written = new Map<string, Written>();
/** How often a draft was replaced as a whole, so that fields that are being written in begin anew. */
const epochs = new Map<string, number>();
/** The revision that was on record when it was last looked at. */
const seen = new Map<string, number>();
const listeners = new Set<() => void>();

export type RouteDraft = ReturnType<typeof useRouteDraft>;

/** The draft of a route as it is being edited: what is on record until something is changed. */
export function useRouteDraft(route: Route) {
  const client = useQueryClient();
  const { name } = route;
  const own = useSyncExternalStore(
    subscribe,
    () => written.get(name) ?? null,
    () => null,
  );
  const epoch = useSyncExternalStore(
    subscribe,
    () => epochs.get(name) ?? 0,
    () => 0,
  );
  const changed = own !== null && !isSameSpec(own.spec, route.draft);

  useEffect(() => {
    if (!changed) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [changed]);

  // As they are at this moment, also for what was begun a while ago, like taking something back.
  const onRecord = (): Route => client.getQueryData(routeQuery(name).queryKey) ?? route;
  const now = (): Written => {
    const { draft, revision } = onRecord();
    return written.get(name) ?? { spec: draft, revision };
  };
  const begin = () => epochs.set(name, (epochs.get(name) ?? 0) + 1);
  const put = (next: Written | null) => {
    if (next === null) written.delete(name);
    else written.set(name, next);
    notify();
  };

  const untouched = own === null;
  useEffect(() => {
    if (!untouched || seen.get(name) === route.revision) return;
    // Somebody else has saved it: what the fields hold is no longer so.
    if (seen.has(name)) {
      epochs.set(name, (epochs.get(name) ?? 0) + 1);
      notify();
    }
    seen.set(name, route.revision);
  }, [name, untouched, route.revision]);

  return {
    spec: own?.spec ?? route.draft,
    changed,
    /** Somebody else saved the draft since this was begun; saving it would be refused. */
    overtaken: changed && own.revision !== route.revision,
    epoch,
    /** The spec at this moment, also while the page has not been drawn with it yet. */
    read: (): Spec => now().spec,
    isChanged: (): boolean => written.has(name),
    edit: (change: (before: Spec) => Spec) => {
      const { spec, revision } = now();
      const next = change(spec);
      put(isSameSpec(next, onRecord().draft) ? null : { spec: next, revision });
    },
    /** Another spec in place of all that is there. */
    replace: (spec: Spec) => {
      begin();
      put(isSameSpec(spec, onRecord().draft) ? null : { spec, revision: now().revision });
    },
    /** Goes back to what is on record. */
    forget: () => {
      begin();
      put(null);
    },
    /**
     * @param over also over what somebody else has saved meanwhile
     * @returns the route as it is on record then @throws RequestError `conflict` when somebody else was first
     */
    save: async (over = false): Promise<Route> => {
      const { spec, revision } = now();
      const saved = await saveDraft(client, name, spec, over ? onRecord().revision : revision);
      seen.set(name, saved.revision);
      const since = written.get(name);
      // What was changed while it was on its way is not saved yet.
      put(since === undefined || since.spec === spec ? null : { ...since, revision: saved.revision });
      return saved;
    },
  };
}

function notify(): void {
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
