"use client";

import { ArrowDown, ArrowUp } from "lucide-react";
import { useRef, useState } from "react";
import { IconButton } from "@/components/ui/button";
import { Segmented } from "@/components/ui/segmented";
import { useHotkey } from "@/components/ui/use-hotkey";
import { useKeys } from "@/components/ui/use-keys";
import type { ListedAnswer } from "@/lib/conversations/answers";
import { compareTexts, type DiffPart, type TextDiff } from "@/lib/conversations/word-diff";
import { formatCount } from "@/lib/core/format";
import { formatPercent } from "@/lib/core/format-measures";
import { ariaKeys } from "@/lib/core/hotkeys";
import { revealHidden } from "@/lib/core/reveal-hidden";

type Props = { left: ListedAnswer; right: ListedAnswer };

/** Two answers as one text with what only one of them says marked, or beside each other. */
export function AnswerDiff({ left, right }: Props) {
  "use memo";
  const [view, setView] = useState<"inline" | "beside">("inline");
  const [at, setAt] = useState(-1);
  const text = useRef<HTMLElement>(null);
  const diff = compareTexts(left.text, right.text);
  const go = (by: 1 | -1) => {
    const marks = [...(text.current?.querySelectorAll<HTMLElement>("[data-change]") ?? [])];
    const next = at < 0 && by < 0 ? marks.length - 1 : (at + by + marks.length) % Math.max(1, marks.length);
    marks[next]?.focus();
    setAt(next);
  };
  const keys = useKeys();
  useHotkey("n", () => go(1), { inDialogs: true });
  useHotkey("p", () => go(-1), { inDialogs: true });
  const differs = diff.removed + diff.added > 0;
  return (
    <>
      <div className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-1 border-b border-line px-5 py-1.5 text-xs text-muted">
        <p role="status">{describe(diff, left, right)}</p>
        <span className="ml-auto flex items-center gap-1">
          {differs && (
            <>
              <IconButton
                size="icon-sm"
                label="Previous difference"
                tip={`Previous difference${keys("p", " (", ")")}`}
                aria-keyshortcuts={ariaKeys("p")}
                onClick={() => go(-1)}
              >
                <ArrowUp aria-hidden />
              </IconButton>
              <IconButton
                size="icon-sm"
                label="Next difference"
                tip={`Next difference${keys("n", " (", ")")}`}
                aria-keyshortcuts={ariaKeys("n")}
                onClick={() => go(1)}
              >
                <ArrowDown aria-hidden />
              </IconButton>
            </>
          )}
          <span className="ml-2 max-sm:hidden">
            <Segmented
              label="View"
              value={view}
              options={[
                { value: "inline", label: "In one text" },
                { value: "beside", label: "Side by side" },
              ]}
              onChange={(next) => {
                setAt(-1);
                setView(next);
              }}
            />
          </span>
        </span>
      </div>
      <section
        ref={text}
        aria-label="Differences"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        className="min-h-0 flex-1 overflow-y-auto px-5 py-4 text-base leading-6"
      >
        {view === "inline" ? (
          <Text parts={diff.parts} />
        ) : (
          <div className="grid grid-cols-2 gap-6">
            <Side label={left.label} parts={diff.parts} without="added" />
            <Side label={right.label} parts={diff.parts} without="removed" />
          </div>
        )}
      </section>
    </>
  );
}

function Side({ label, parts, without }: { label: string; parts: DiffPart[]; without: DiffPart["kind"] }) {
  "use memo";
  return (
    <section aria-label={label} className="min-w-0">
      <h3 className="pb-2 font-mono text-xs text-muted wrap-anywhere">{label}</h3>
      <Text parts={parts.filter(({ kind }) => kind !== without)} />
    </section>
  );
}

/** More than this many marks would take the browser seconds to draw, and nobody reads them. */
const MOST_PARTS = 4_000;

function Text({ parts }: { parts: DiffPart[] }) {
  "use memo";
  return (
    <p className="whitespace-pre-wrap wrap-anywhere">
      {parts.slice(0, MOST_PARTS).map(({ kind, text }, index) => {
        const Tag = TAGS[kind];
        const begins = kind !== "same" && parts[index - 1]?.kind !== "removed";
        return (
          <Tag
            // biome-ignore lint/suspicious/noArrayIndexKey: parts have no other identity and never move
            key={index}
            className={LOOKS[kind]}
            {...(begins ? { "data-change": "", tabIndex: -1 } : {})}
          >
            {revealHidden(text)}
          </Tag>
        );
      })}
      {parts.length > MOST_PARTS && (
        <span className="mt-3 block text-sm text-muted">The rest differs too much to be marked.</span>
      )}
    </p>
  );
}

const TAGS = { same: "span", removed: "del", added: "ins" } as const;

/** Struck and underlined, so that colour does not say it alone. */
const LOOKS = {
  same: "",
  removed: "rounded-sm bg-danger-soft text-danger line-through decoration-1",
  added: "rounded-sm bg-ok-soft text-ok underline decoration-2 underline-offset-3",
} as const;

function describe({ by, same, removed, added }: TextDiff, left: ListedAnswer, right: ListedAnswer): string {
  if (removed + added === 0) return "Both answers say the same, word by word.";
  const words = (count: number) => (count === 1 ? "1 word" : `${formatCount(count)} words`);
  const alike = formatPercent((2 * same) / Math.max(1, 2 * same + removed + added));
  const how = {
    word: "",
    line: " Compared by lines, since they are long.",
    whole: " Too long and too different to be compared.",
  };
  return `${words(removed)} only in ${left.label} (struck), ${words(added)} only in ${right.label} (underlined), ${alike} alike.${how[by]}`;
}
