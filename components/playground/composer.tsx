"use client";

import { ArrowUp, Square } from "lucide-react";
import {
  type FormEvent,
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useRef,
} from "react";
import { Button } from "@/components/ui/button";
import { useModKey } from "@/components/ui/use-mod-key";
import { MESSAGE_LIMIT } from "@/lib/conversations/limits";
import { formatCount } from "@/lib/core/format";
import { AttachButton } from "./attachments/attach-button";
import type { Attachments } from "./attachments/use-attachments";
import { useFileDrop } from "./attachments/use-file-drop";
import { ComposerPrompts } from "./composer-prompts";

type Props = {
  field: RefObject<HTMLTextAreaElement | null>;
  /** The accessible name of the field. */
  label?: string;
  text: string;
  onText: (text: string) => void;
  placeholder: string;
  /** Answers are arriving: the button stops them instead. */
  running: boolean;
  /** What the button that stops them is called. */
  stopLabel?: string;
  /** Why nothing can be sent just now, when the text is not the reason. */
  blocked: boolean;
  onSend: () => void;
  onStop: () => void;
  /** The files that go along. */
  attachments: Attachments;
  /** What stands above the text: the files. */
  tray?: ReactNode;
  /** What stands at the left of the buttons, like an estimate. */
  children?: ReactNode;
};

/** Where messages are written. It stays where it is, whatever happens above. */
export function Composer({
  field,
  label = "Message",
  text,
  onText,
  placeholder,
  running,
  stopLabel = "Stop",
  blocked,
  onSend,
  onStop,
  attachments,
  tray,
  children,
}: Props) {
  const mod = useModKey();
  const tooLong = text.length > MESSAGE_LIMIT;
  const says = text.trim() !== "" || attachments.items.length > 0;
  const sendable = says && attachments.sendable && !tooLong && !blocked && !running;
  const form = useRef<HTMLFormElement>(null);
  const over = useFileDrop(form, attachments.add);

  // What was typed before the page listened stands in the field and is known to nobody.
  const catchUp = useEffectEvent(() => {
    const typed = field.current?.value ?? "";
    if (typed !== text) onText(typed);
  });
  useEffect(() => catchUp(), []);

  useLayoutEffect(() => {
    const area = field.current;
    // Browsers that grow the field by themselves need no help.
    if (!area || text === undefined || CSS.supports("field-sizing", "content")) return;
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight}px`;
  }, [text, field]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (sendable) onSend();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.shiftKey || event.altKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    if (sendable) onSend();
  };
  return (
    <form
      ref={form}
      onSubmit={submit}
      className="@container mx-auto w-full max-w-184 px-3 pb-3 sm:px-6 sm:pb-5"
    >
      <div
        className={`relative rounded-box border bg-raised transition-colors focus-within:border-accent focus-within:outline-3 focus-within:outline-accent/20 ${over ? "border-accent outline-3 outline-accent/20" : "border-line-strong"}`}
      >
        {tray}
        <textarea
          ref={field}
          aria-label={label}
          placeholder={over ? "Drop files to attach them" : placeholder}
          value={text}
          onChange={(event) => onText(event.target.value)}
          onKeyDown={onKeyDown}
          onPaste={(event) => {
            const { files, types } = event.clipboardData;
            // What comes with words, like a part of a page, is meant as words.
            if (files.length === 0 || types.includes("text/plain")) return;
            event.preventDefault();
            attachments.add(files);
          }}
          rows={2}
          enterKeyHint="send"
          className="block field-sizing-content max-h-[40dvh] min-h-16 w-full max-sm:max-h-[28dvh] max-sm:min-h-11 resize-none bg-transparent px-3.5 pt-3 pb-1 text-base outline-none"
        />
        <div className="flex items-center gap-3 p-2 text-xs text-muted @max-xl:flex-wrap @max-xl:gap-x-1.5 @max-xl:gap-y-1">
          <AttachButton onFiles={attachments.add} />
          <ComposerPrompts field={field} text={text} onText={onText} />
          {children}
          {tooLong && (
            <span role="alert" className="text-danger">
              {formatCount(text.length)} of at most {formatCount(MESSAGE_LIMIT)} characters
            </span>
          )}
          {/* Where the hint does not fit, it wraps to a line that nobody sees. */}
          <span aria-hidden className="flex h-4 min-w-0 flex-1 flex-wrap justify-end overflow-hidden">
            <span className="h-4 w-px" />
            <span className="hidden whitespace-nowrap @xl:inline">
              {running ? "Esc to stop" : `↵ or ${mod}↵ to send`}
            </span>
          </span>
          {running ? (
            <Button onClick={onStop} aria-keyshortcuts="Escape">
              <Square aria-hidden className="fill-current" /> {stopLabel}
            </Button>
          ) : (
            <Button type="submit" look="primary" disabled={!sendable} aria-keyshortcuts="Enter">
              Send <ArrowUp aria-hidden />
            </Button>
          )}
        </div>
      </div>
    </form>
  );
}
