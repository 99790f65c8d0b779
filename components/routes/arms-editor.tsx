"use client";

import { Plus, Split } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import { Tabs } from "@/components/ui/tabs";
import { showToast } from "@/components/ui/toast";
import type { Finding } from "@/lib/routes/finding";
import { ArmRow } from "./arm-row";
import {
  MOST_ARMS,
  type Spec,
  withArm,
  withArmBack,
  withEvenShares,
  withNewArm,
  withoutArm,
  withShare,
} from "./edit-spec";
import { SplitBar } from "./split-bar";

type Props = {
  spec: Spec;
  /** The arm that is in sight. */
  at: number;
  findings: readonly Finding[];
  onArm: (name: string) => void;
  onEdit: (change: (before: Spec) => Spec) => void;
  /** The chain of that arm. */
  children: ReactNode;
};

const STICKY: Record<Spec["stickyBy"], string> = {
  session: "one session",
  user: "one end user",
  key: "one key",
  nobody: "nobody: drawn each time",
};

/** The arms among which requests are split, and the chain of one of them. A route that splits nothing is one chain. */
export function ArmsEditor({ spec, at, findings, onArm, onEdit, children }: Props) {
  const { arms } = spec;
  const sum = arms.reduce((total, { share }) => total + share, 0);
  const add = () => {
    const next = withNewArm(spec, at);
    onEdit((before) => withNewArm(before, at));
    onArm(next.arms.at(-1)?.name ?? "");
  };
  const remove = (index: number) => {
    const gone = arms[index];
    if (!gone) return;
    onEdit((before) => withoutArm(before, index));
    if (index === at) onArm(arms.find((_, other) => other !== index)?.name ?? "");
    showToast({
      text: `Removed the arm ${gone.name}.`,
      action: {
        label: "Undo",
        act: () => onEdit((before) => withArmBack(before, index, gone)),
        undoes: true,
      },
    });
  };
  if (arms.length === 1)
    return (
      <>
        <div className="flex min-h-9 items-center justify-between gap-3">
          <h2 className="font-medium">Chain</h2>
          <Button size="sm" look="ghost" onClick={add} data-tip="Send some of the requests to another chain">
            <Split aria-hidden /> Split
          </Button>
        </div>
        {children}
      </>
    );
  const labels = arms.map(({ name, share }, index) => {
    const count = findings.filter(({ arm, severity }) => arm === index && severity !== "hint").length;
    return `${name} · ${share} %${count === 0 ? "" : ` · ${count} ${count === 1 ? "problem" : "problems"}`}`;
  });
  return (
    <>
      <div className="flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1">
        <h2 className="font-medium">Split</h2>
        <div className="flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-muted">
          <span aria-hidden>Who stays with an arm once drawn</span>
          <Select
            label="Who stays with an arm once drawn"
            value={spec.stickyBy}
            onChange={({ target }) =>
              onEdit((before) => ({ ...before, stickyBy: target.value as Spec["stickyBy"] }))
            }
          >
            {Object.entries(STICKY).map(([value, label]) => (
              <option key={value} value={value}>
                {label}
              </option>
            ))}
          </Select>
        </div>
      </div>
      <SplitBar arms={arms} />
      <ul aria-label="Arms" className="divide-y divide-line">
        {arms.map((arm, index) => (
          <ArmRow
            // Names change as they are written.
            // biome-ignore lint/suspicious/noArrayIndexKey: arms have no other identity
            key={index}
            arm={arm}
            others={arms.toSpliced(index, 1).map(({ name }) => name)}
            onName={(name) => {
              onEdit((before) => withArm(before, index, { name }));
              if (index === at) onArm(name);
            }}
            onShare={(share) => onEdit((before) => withShare(before, index, share))}
            onRemove={() => remove(index)}
          />
        ))}
      </ul>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 py-1.5">
        <p role="status" className={`text-xs tabular-nums ${sum === 100 ? "text-muted" : "text-danger"}`}>
          Together {sum} %
          {sum === 100 ? "" : sum < 100 ? `: ${100 - sum} are missing` : `: ${sum - 100} too many`}
        </p>
        <span className="ml-auto flex gap-2">
          <Button size="sm" look="ghost" onClick={() => onEdit(withEvenShares)}>
            Even out
          </Button>
          {arms.length < MOST_ARMS && (
            <Button size="sm" onClick={add}>
              <Plus aria-hidden /> Add an arm
            </Button>
          )}
        </span>
      </div>
      <Tabs
        label="Arm"
        // Names may be the same while they are being written.
        value={String(at)}
        options={labels.map((label, index) => ({ value: String(index), label }))}
        onChange={(value) => onArm(arms[Number(value)]?.name ?? "")}
      >
        {children}
      </Tabs>
    </>
  );
}
