"use client";

import { X } from "lucide-react";
import { useState } from "react";
import { IconButton } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { type Arm, armNameProblem } from "./edit-spec";

type Props = {
  arm: Arm;
  /** What the other arms are called. */
  others: readonly string[];
  onName: (name: string) => void;
  onShare: (share: number) => void;
  onRemove: () => void;
};

/** What an arm is called, and how many of the requests it gets. */
export function ArmRow({ arm: { name, share }, others, onName, onShare, onRemove }: Props) {
  /** What is being written; null while nothing is. */
  const [text, setText] = useState<string | null>(null);
  const [percent, setPercent] = useState<string | null>(null);
  const problem = text === null ? null : armNameProblem(text, others);
  const wrong = percent !== null && readShare(percent) === null;
  const keepName = () => {
    if (text === null || problem !== null) return;
    if (text !== name) onName(text);
    setText(null);
  };
  return (
    <li className="flex items-start gap-2 py-1.5">
      <div className="min-w-0 flex-1">
        <TextField
          label={`Name of the arm ${name}`}
          hiddenLabel
          value={text ?? name}
          maxLength={32}
          autoComplete="off"
          spellCheck={false}
          problem={problem}
          onChange={({ target }) => setText(target.value.toLowerCase())}
          onBlur={keepName}
          onKeyDown={({ key }) => key === "Enter" && keepName()}
          className="w-full font-mono text-xs"
        />
      </div>
      <div className="w-24 shrink-0">
        <span className="flex items-center gap-1.5">
          <TextField
            label={`Share of ${name} in percent`}
            hiddenLabel
            inputMode="numeric"
            autoComplete="off"
            value={percent ?? String(share)}
            problem={wrong ? "0 to 100" : null}
            onChange={({ target }) => {
              setPercent(target.value);
              const read = readShare(target.value);
              if (read !== null) onShare(read);
            }}
            onBlur={() => setPercent(null)}
            className="w-16 text-right tabular-nums"
          />
          <span aria-hidden className="text-muted">
            %
          </span>
        </span>
      </div>
      <IconButton label={`Remove the arm ${name}`} onClick={onRemove}>
        <X aria-hidden />
      </IconButton>
    </li>
  );
}

const readShare = (text: string): number | null =>
  /^\d{1,3}$/.test(text.trim()) && Number(text) <= 100 ? Number(text) : null;
