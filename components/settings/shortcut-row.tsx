"use client";

import { type KeyboardEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { Kbd } from "@/components/ui/kbd";
import { useModKey } from "@/components/ui/use-mod-key";
import { boundTo, type KeyBindings, printKeys } from "@/lib/core/hotkeys";
import { combinationOf, conflictOf, keysProblem, type REBINDABLE } from "@/lib/team/shortcuts";

type Props = KeyBindings & {
  shortcut: (typeof REBINDABLE)[number];
  /** Takes other keys; null is ours again. */
  onRebind: (keys: string | null) => void;
};

/** One shortcut: what it does, what is pressed, and how to press something else. */
export function ShortcutRow({ shortcut: { does, keys: ours }, rebound, off, onRebind }: Props) {
  const mod = useModKey();
  const [listening, setListening] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const own = rebound[ours] ?? ours;
  const isOff = boundTo(ours, { rebound, off }) === null;
  const stop = () => {
    setListening(false);
    setProblem(null);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (!listening || event.key === "Tab") return;
    // Nothing else hears what is pressed here.
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Escape") return stop();
    const pressed = combinationOf(event.nativeEvent);
    if (pressed === null) return;
    const conflict = conflictOf(ours, pressed, rebound);
    const wrong =
      pressed === own
        ? null
        : conflict
          ? `${printKeys(pressed, mod)} is “${conflict.does}” already.`
          : pressed === ours
            ? null
            : keysProblem(pressed);
    setProblem(wrong);
    if (wrong !== null) return;
    stop();
    if (pressed !== own) onRebind(pressed);
  };
  return (
    <li aria-label={does} className="border-b border-line py-1 last:border-0">
      <div className="flex min-h-9 flex-wrap items-center gap-2">
        <span className="mr-auto">{does}</span>
        {isOff && <span className="text-xs text-muted">off</span>}
        <Kbd>{printKeys(own, mod)}</Kbd>
        <Button
          size="sm"
          aria-label={listening ? `Press the keys for ${does}` : `Change ${does}`}
          aria-pressed={listening}
          onClick={() => (listening ? stop() : setListening(true))}
          onKeyDown={onKeyDown}
          onBlur={stop}
        >
          {listening ? "Press the keys…" : "Change"}
        </Button>
        <Button
          size="sm"
          look="ghost"
          aria-label={`Reset ${does}`}
          disabled={own === ours}
          onClick={() => onRebind(null)}
        >
          Reset
        </Button>
      </div>
      {problem !== null && (
        <p role="alert" className="pb-1 text-xs text-danger">
          {problem}
        </p>
      )}
    </li>
  );
}
