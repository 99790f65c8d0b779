"use client";

import { ArrowRight } from "lucide-react";
import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { Instant } from "@/components/ui/instant";
import type { Alert } from "@/lib/alerts/alerts-api";
import { deliveryTone, deliveryWords, pageName } from "./delivery-words";

type Props = {
  alert: Alert;
  /** It was not seen before the page was opened. */ isNew: boolean;
};

/** One thing that happened: when, what, the page that shows it, and where it was told. */
export function AlertRow({ alert, isNew }: Props) {
  const { kind, title, sentence, state, isUrgent, openedAt, resolvedAt, ending, ruleName, link, deliveries } =
    alert;
  // It never was open.
  const isAnswer = kind === "budget_answer";
  return (
    <li aria-label={title} className="space-y-1.5 py-3">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-1">
        <h3 className="min-w-0 font-medium wrap-anywhere">{title}</h3>
        {!isAnswer && (state === "firing" ? <Badge tone="warn">Open</Badge> : <Badge>Over</Badge>)}
        {isUrgent && <Badge tone="danger">Urgent</Badge>}
        {isNew && <Badge tone="live">New</Badge>}
        <span className="text-xs text-muted sm:ml-auto">
          <Instant at={openedAt} />
          {resolvedAt && !isAnswer && (
            <>
              {" · over since "}
              <Instant at={resolvedAt} />
            </>
          )}
        </span>
      </div>
      <p className="max-w-200 text-muted wrap-anywhere">{sentence}</p>
      {ending !== null && <p className="max-w-200 text-muted wrap-anywhere">When it was over: {ending}</p>}
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <Link
          href={link}
          prefetch={false}
          aria-label={`Open ${pageName(link)} for “${title}”`}
          className="inline-flex min-h-6 items-center gap-1 text-accent-text hover:underline touch:min-h-11"
        >
          Open {pageName(link)}
          <ArrowRight aria-hidden className="size-3.5" />
        </Link>
        {deliveries.length > 0 && (
          <ul aria-label={`Where “${title}” was told`} className="flex min-w-0 flex-wrap gap-1.5">
            {deliveries.map((delivery) => (
              <li key={delivery.id} className="max-w-full min-w-0">
                <Link
                  href={`/alerts?view=deliveries&channel=${delivery.channel.id}`}
                  prefetch={false}
                  {...(delivery.error !== null && { "data-tip": delivery.error })}
                  className="inline-flex min-h-6 max-w-full items-center rounded-sm touch:min-h-11"
                >
                  <Badge tone={deliveryTone(delivery)} className="max-w-full hover:underline">
                    <span className="truncate">
                      {delivery.channel.name}: {delivery.event === "over" && "over, "}
                      {deliveryWords(delivery).toLowerCase()}
                    </span>
                  </Badge>
                </Link>
              </li>
            ))}
          </ul>
        )}
        {ruleName !== "" && <span className="min-w-0 truncate text-xs text-muted">Rule: {ruleName}</span>}
      </div>
    </li>
  );
}
