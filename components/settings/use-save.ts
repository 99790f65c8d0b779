"use client";

import { useRef, useState } from "react";
import { showToast } from "@/components/ui/toast";
import { describeFailure, type Failure } from "@/lib/core/failure";

/** What has become of the last change. */
export type SaveState = { state: "idle" | "saving" | "saved"; failure: Failure | null };

type Undo<Change> = {
  /** What takes it back. */ before: Change /** What was done, in a sentence. */;
  words: string;
};

/** Saves changes one after the other, tells what became of the last, and offers to take it back. */
export function useSave<Change>(put: (change: Change) => Promise<unknown>) {
  const [status, setStatus] = useState<SaveState>({ state: "idle", failure: null });
  const last = useRef<Promise<unknown>>(Promise.resolve());
  /** @returns whether it was taken */
  const save = async (change: Change, undo?: Undo<Change>): Promise<boolean> => {
    setStatus({ state: "saving", failure: null });
    try {
      const done = last.current.then(() => put(change));
      last.current = done.catch(() => {});
      await done;
    } catch (error) {
      setStatus({ state: "idle", failure: describeFailure(error) });
      return false;
    }
    setStatus({ state: "saved", failure: null });
    if (undo) {
      const act = () => void save(undo.before);
      showToast({ text: undo.words, action: { label: "Undo", act, undoes: true } });
    }
    return true;
  };
  return { ...status, save };
}
