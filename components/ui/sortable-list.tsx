"use client";

import { ArrowDown, ArrowUp, GripVertical, X } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useLayoutEffect, useRef, useState } from "react";
import { IconButton } from "./button";

type Props = {
  label: string;
  /** What the items are called; none twice. */
  names: readonly string[];
  /** What stays the same while an item is only called something else; else its name. */
  keys?: readonly string[];
  onMove: (from: number, to: number) => void;
  /** Absent, or null for the last one that must stay. */
  onRemove: ((index: number) => void) | null;
  /** What stands at the left edge of an item and leads from one to the next. */
  lead?: (index: number) => ReactNode;
  children: (index: number) => ReactNode;
};

/** A list that is put in order by dragging, by its buttons, or by Alt and an arrow key; every move is announced. */
export function SortableList({ label, names, keys = names, onMove, onRemove, lead, children }: Props) {
  const list = useRef<HTMLOListElement>(null);
  const held = useRef<Element | null>(null);
  const dragged = useRef<number | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const [said, setSaid] = useState("");
  const order = names.join("\n");
  // What is moved within the page loses the focus.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the order is what tells of a move
  useLayoutEffect(() => {
    if (held.current instanceof HTMLElement) held.current.focus();
    held.current = null;
  }, [order]);

  const move = (from: number, to: number) => {
    if (to < 0 || to >= names.length || to === from) return;
    held.current = document.activeElement;
    setSaid(`${names[from]} is now ${to + 1} of ${names.length}`);
    onMove(from, to);
  };
  const remove = (index: number) => {
    list.current?.focus();
    setSaid(`${names[index]} removed`);
    onRemove?.(index);
  };
  const onKeyDown = (event: KeyboardEvent, index: number) => {
    const step = event.altKey ? { ArrowUp: -1, ArrowDown: 1 }[event.key] : undefined;
    if (step === undefined) return;
    event.preventDefault();
    move(index, index + step);
  };
  const drop = (to: number) => {
    setOver(null);
    if (dragged.current !== null) move(dragged.current, to);
    dragged.current = null;
  };
  return (
    <>
      <ol
        ref={list}
        aria-label={label}
        tabIndex={-1}
        className={`outline-none ${lead ? "" : "divide-y divide-line"}`}
      >
        {names.map((name, index) => (
          <li
            key={keys[index] ?? name}
            onKeyDown={(event) => onKeyDown(event, index)}
            onDragOver={(event) => {
              if (dragged.current === null) return;
              event.preventDefault();
              setOver(index);
            }}
            onDrop={(event) => {
              event.preventDefault();
              drop(index);
            }}
            className={`flex items-start gap-1.5 py-1.5 ${lead ? "relative pl-9" : ""} ${over === index ? "bg-accent-soft" : ""}`}
          >
            {lead?.(index)}
            <span
              draggable
              aria-hidden
              data-tip="Drag to move"
              onDragStart={(event) => {
                dragged.current = index;
                event.dataTransfer.effectAllowed = "move";
                event.dataTransfer.setData("text/plain", name);
                const item = event.currentTarget.closest("li");
                if (item) event.dataTransfer.setDragImage(item, 8, 8);
              }}
              onDragEnd={() => {
                dragged.current = null;
                setOver(null);
              }}
              className="-ml-1.5 inline-flex size-7 shrink-0 cursor-grab items-center justify-center rounded-sm text-faint hover:bg-hover hover:text-ink active:cursor-grabbing touch:hidden"
            >
              <GripVertical className="size-3.5" />
            </span>
            <div className="min-w-0 flex-1">{children(index)}</div>
            <span className="flex shrink-0">
              {names.length > 1 && (
                <>
                  <MoveButton up name={name} idle={index === 0} onClick={() => move(index, index - 1)} />
                  <MoveButton
                    name={name}
                    idle={index === names.length - 1}
                    onClick={() => move(index, index + 1)}
                  />
                </>
              )}
              {onRemove && (
                <IconButton size="icon-sm" label={`Remove ${name}`} onClick={() => remove(index)}>
                  <X aria-hidden />
                </IconButton>
              )}
            </span>
          </li>
        ))}
      </ol>
      <p role="status" className="sr-only">
        {said}
      </p>
    </>
  );
}

type MoveProps = { name: string; up?: boolean; idle: boolean; onClick: () => void };

/** Stays where it is when there is no further to go: a disabled button would drop the focus. */
function MoveButton({ name, up = false, idle, onClick }: MoveProps) {
  return (
    <IconButton
      size="icon-sm"
      label={`Move ${name} ${up ? "up" : "down"}`}
      tip={`Move ${up ? "up" : "down"} (Alt+${up ? "↑" : "↓"})`}
      aria-keyshortcuts={up ? "Alt+ArrowUp" : "Alt+ArrowDown"}
      aria-disabled={idle}
      onClick={onClick}
      className={idle ? "opacity-40" : ""}
    >
      {up ? <ArrowUp aria-hidden /> : <ArrowDown aria-hidden />}
    </IconButton>
  );
}
