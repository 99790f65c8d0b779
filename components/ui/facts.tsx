import { Fragment, type ReactNode } from "react";
import type { Fact } from "./unfold-row";

/** Names and values in two columns. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  "use memo";
  return (
    <dl className="grid grid-cols-[minmax(7rem,auto)_1fr] gap-x-6 gap-y-2 pb-5">
      {facts.map(({ name, value }) => (
        <Fragment key={name}>
          <dt className="text-muted">{name}</dt>
          <dd className="min-w-0 text-right wrap-anywhere tabular-nums sm:text-left">{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}

export const UNKNOWN_FACT: ReactNode = <span className="text-faint">—</span>;
