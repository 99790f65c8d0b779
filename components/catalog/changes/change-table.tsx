"use client";

import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { Instant } from "@/components/ui/instant";
import { Table, Td, Th } from "@/components/ui/table";
import { UnfoldRow } from "@/components/ui/unfold-row";
import { Usd } from "@/components/ui/usd";
import type { ModelChange } from "@/lib/catalog/changes-api";
import { describeChange, describeEffect } from "@/lib/catalog/describe-change";
import { modelPath } from "@/lib/catalog/model-path";
import { formatCount } from "@/lib/core/format";
import { formatDay } from "@/lib/core/format-instant";
import { KIND_LABELS, KIND_TONES } from "./change-kinds";

type Props = {
  changes: readonly ModelChange[];
  /** Left out where all changes are of one model. */
  withModel: boolean;
};

/** As little as they need: what changed is what is read. */
const FIGURE = "w-24 xl:w-36 max-xl:whitespace-normal!";

/** Changes of the model list, newest first, with what new prices mean on one's own traffic. */
export function ChangeTable({ changes, withModel }: Props) {
  "use memo";
  return (
    <Table label="Changes" aria-label="Changes">
      <thead>
        <tr>
          {withModel && <Th className="w-28 md:w-48 xl:w-72">Model</Th>}
          <Th>What changed</Th>
          <Th numeric wide data-tip="Own generations in the last 30 days" className={FIGURE}>
            Your generations
          </Th>
          <Th
            numeric
            wide
            data-tip="The last 30 days' own tokens at the new price, less at the old one"
            className={FIGURE}
          >
            On your traffic
          </Th>
          <Th numeric wide className={FIGURE}>
            When
          </Th>
          <Th className="w-8 md:hidden">
            <span className="sr-only">More</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => (
          <Row key={change.id} change={change} withModel={withModel} />
        ))}
      </tbody>
    </Table>
  );
}

function Row({ change, withModel }: { change: ModelChange; withModel: boolean }) {
  "use memo";
  const { model, name, at, uses } = change;
  const effect = <Effect change={change} />;
  const when = <Instant at={at} />;
  const rest = [
    { name: "When", value: when },
    { name: "Your generations", value: <Uses count={uses} /> },
    { name: "On your traffic", value: effect },
  ];
  return (
    <UnfoldRow about={name} rest={rest}>
      {withModel && (
        <th scope="row" className="py-1.5 pr-2 text-left align-top font-normal">
          <Link
            href={`/models/${modelPath(model)}`}
            prefetch={false}
            className="inline-block wrap-break-word hover:underline touch:py-1"
          >
            {name}
          </Link>
          <span className="block font-mono text-xs text-muted wrap-anywhere max-sm:hidden">{model}</span>
        </th>
      )}
      <Td className="align-top">
        <What change={change} />
      </Td>
      <Td numeric wide className="align-top">
        <Uses count={uses} />
      </Td>
      <Td numeric wide className="align-top">
        {effect}
      </Td>
      <Td numeric wide className="align-top text-muted xl:whitespace-nowrap">
        {when}
      </Td>
    </UnfoldRow>
  );
}

function What({ change }: { change: ModelChange }) {
  const { differences, isGone, nearest } = change;
  const lines = differences.flatMap((difference) =>
    difference.kind === "expiry" && difference.after !== null
      ? `May be gone from ${formatDay(difference.after)}`
      : describeChange({ differences: [difference] }),
  );
  // Where the kind is all there is to say, its badge has said it.
  const more = lines.filter((line) => !differences.some(({ kind }) => SAID[kind] === line));
  return (
    <>
      <span className="flex flex-wrap gap-1 py-0.5">
        {differences.map(({ kind }) => (
          <Badge key={kind} tone={KIND_TONES[kind] ?? "neutral"}>
            {KIND_LABELS[kind]}
          </Badge>
        ))}
      </span>
      {more.map((line) => (
        <span key={line} className="block wrap-anywhere tabular-nums">
          {line}
        </span>
      ))}
      {isGone && nearest !== null && (
        <span className="block text-xs text-muted">
          Nearest is{" "}
          <Link href={`/models/${modelPath(nearest)}`} prefetch={false} className="font-mono underline">
            {nearest}
          </Link>
        </span>
      )}
    </>
  );
}

const SAID: Record<string, string> = { new: "New", gone: "Gone", returned: "Back again" };

const Uses = ({ count }: { count: number }) => (
  <span className={count === 0 ? "text-faint" : undefined}>{formatCount(count)}</span>
);

/** Dollars more or less; why there are none, where there are none. */
function Effect({ change: { effect } }: { change: ModelChange }) {
  if (effect === null) return <span className="text-faint">—</span>;
  const sentence = describeEffect(effect) ?? "";
  if (effect.amount === null)
    return (
      <span className="text-muted" data-tip={sentence}>
        cannot be told
        <span className="sr-only">. {sentence}</span>
      </span>
    );
  return (
    <span
      className={effect.amount > 0n ? "text-danger" : effect.amount < 0n ? "text-ok" : undefined}
      data-tip={sentence}
    >
      {effect.amount > 0n && "+"}
      <Usd amount={effect.amount} />
      {effect.uncounted.length > 0 && (
        <span data-tip={`Not counted: ${effect.uncounted.join(", ")}`}> *</span>
      )}
    </span>
  );
}
