"use client";

import { type UseQueryResult, useQueryClient } from "@tanstack/react-query";
import { Button } from "@/components/ui/button";
import { Instant } from "@/components/ui/instant";
import { QueryPanel } from "@/components/ui/query-panel";
import { Skeleton } from "@/components/ui/skeleton";
import { showToast } from "@/components/ui/toast";
import type { Share } from "@/lib/conversations/share-api";
import { describeFailure } from "@/lib/core/failure";
import { revokeShare, sharesQuery } from "./queries";

type Props = { conversationId: string; query: UseQueryResult<{ shares: Share[] }> };

/** The links that work, each of which can be ended. */
export function ShareLinks({ conversationId, query }: Props) {
  const client = useQueryClient();
  const revoke = async (id: string) => {
    try {
      await revokeShare(conversationId, id);
    } catch (error) {
      showToast({ text: describeFailure(error).message, failed: true });
    }
    await client.invalidateQueries({ queryKey: sharesQuery(conversationId).queryKey });
  };
  return (
    <section aria-label="Links" className="border-t border-line pt-3">
      <h3 className="text-xs text-muted">Links that work</h3>
      <QueryPanel query={query} skeleton={<Skeleton className="my-3 h-3 w-56" />}>
        {({ shares }) =>
          shares.length === 0 ? (
            <p className="py-2 text-muted">None yet.</p>
          ) : (
            <ul className="divide-y divide-line">
              {shares.map((share) => (
                <li key={share.id} className="flex items-center gap-3 py-1.5">
                  <div className="min-w-0 flex-1">
                    <p>
                      Made <Instant at={share.createdAt} />, ends <Instant at={share.expiresAt} />
                    </p>
                    <p className="text-xs text-muted">{describe(share)}</p>
                  </div>
                  <Button size="sm" look="danger" onClick={() => void revoke(share.id)}>
                    Revoke
                  </Button>
                </li>
              ))}
            </ul>
          )
        }
      </QueryPanel>
    </section>
  );
}

function describe({ includeSystem, includeCosts }: Share): string {
  const more = [...(includeSystem ? ["system prompts"] : []), ...(includeCosts ? ["costs"] : [])];
  return more.length === 0 ? "Questions and answers" : `Questions and answers, with ${more.join(" and ")}`;
}
