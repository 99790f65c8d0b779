"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { endpointsQuery } from "@/components/catalog/endpoint-queries";
import { Badge } from "@/components/ui/badge";
import { describeOrder, inOrder } from "@/lib/catalog/endpoint-order";
import {
  describeNarrowed,
  type Narrowed,
  narrowEndpoints,
  type Verdict,
} from "@/lib/catalog/narrow-endpoints";
import { RequestError } from "@/lib/core/failure";
import { formatPriceOrUnknown } from "@/lib/core/format";
import type { ProviderPreferences } from "@/lib/routing/request";

type Props = {
  model: string;
  preferences: ProviderPreferences;
  parameters: Readonly<Record<string, unknown>>;
};

/** What preferences leave of a model's endpoints: how many, which, and why not the others. */
export function EndpointsLeft({ model, preferences, parameters }: Props) {
  const query = useQuery(endpointsQuery(model));
  const [open, setOpen] = useState(false);
  const wish = { model, preferences, parameters };
  const narrowed = query.data ? narrowEndpoints(query.data.endpoints, wish) : null;
  const name = <span className="font-mono break-all">{model}</span>;
  if (narrowed === null)
    return (
      <p className="py-1.5 text-xs text-muted">
        {name} {query.isPending ? "is asked for its endpoints…" : whyNot(query.error)}
      </p>
    );
  const order = describeOrder(model, preferences);
  return (
    <details className="py-1.5 text-xs" onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="cursor-pointer rounded-sm leading-5 touch:py-3">
        {name} <Leaves narrowed={narrowed} />
        {order && <span className="text-muted">, {order}</span>}
      </summary>
      {open && (
        <ul className="mt-1 divide-y divide-line">
          {inOrder(narrowed.verdicts, wish).map((verdict, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: neither provider nor tag is unique
            <Endpoint key={index} verdict={verdict} />
          ))}
        </ul>
      )}
    </details>
  );
}

function Leaves({ narrowed }: { narrowed: Narrowed }) {
  const none = narrowed.left + narrowed.unsure === 0;
  return (
    <span className={none ? "font-medium text-danger" : "text-muted"}>
      leaves {describeNarrowed(narrowed)}
      {none && ": asking it will fail"}
    </span>
  );
}

const FATES = { left: null, unsure: "not sure", out: "out" } as const;

function Endpoint({ verdict: { endpoint, fate, objections } }: { verdict: Verdict }) {
  const { provider, tag, prices } = endpoint;
  return (
    <li className="py-1.5">
      <p className="flex items-center gap-1.5">
        <span className={fate === "out" ? "text-muted line-through decoration-faint" : "font-medium"}>
          {provider}
        </span>
        {tag && <span className="truncate font-mono text-muted">{tag}</span>}
        {FATES[fate] && <Badge tone={fate === "out" ? "neutral" : "warn"}>{FATES[fate]}</Badge>}
        <span className="ml-auto shrink-0 text-muted tabular-nums">
          {formatPriceOrUnknown(prices.prompt)} · {formatPriceOrUnknown(prices.completion)}
        </span>
      </p>
      {objections.length > 0 && (
        <p className="text-muted">{objections.map(({ because }) => because).join("; ")}</p>
      )}
    </li>
  );
}

const whyNot = (error: unknown): string =>
  error instanceof RequestError && error.code === "not_found"
    ? "lists no endpoints of its own; what is chosen for it is narrowed in the same way"
    : "has endpoints that cannot be read now";
