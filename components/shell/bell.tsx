"use client";

import { useQuery } from "@tanstack/react-query";
import clsx from "clsx";
import { Bell as BellSign } from "lucide-react";
import { usePathname } from "next/navigation";
import { unreadQuery } from "@/components/alerts/unread-queries";
import { buttonClass } from "@/components/ui/button";
import { MOST_UNREAD } from "@/lib/alerts/unread-api";
import { RequestError } from "@/lib/core/failure";
import { PageLink } from "./page-link";

/** The way to the alerts, with how many of them the viewer has not seen. */
export default function Bell() {
  const { data, error } = useQuery(unreadQuery);
  const isCurrent = usePathname() === "/alerts";
  const unread = data?.unread ?? 0;
  if (error instanceof RequestError && error.code === "forbidden") return null;
  // So many may be more: they are counted no further.
  const count = unread >= MOST_UNREAD ? `${MOST_UNREAD - 1}+` : String(unread);
  const name = unread === 0 ? "Alerts" : `Alerts, ${count} new`;
  return (
    <PageLink
      href="/alerts"
      prefetch={false}
      aria-label={name}
      aria-current={isCurrent ? "page" : undefined}
      data-tip={name}
      className={clsx(
        buttonClass({ look: "ghost", size: "icon" }),
        "relative",
        isCurrent && "bg-hover text-ink",
      )}
    >
      <BellSign aria-hidden />
      {unread > 0 && (
        <span
          aria-hidden
          className="absolute top-0 left-1/2 min-w-4 rounded-full bg-accent px-1 text-center text-xs font-medium text-accent-ink"
        >
          {count}
        </span>
      )}
    </PageLink>
  );
}
