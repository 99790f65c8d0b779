"use client";

import { useInfiniteQuery } from "@tanstack/react-query";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { Instant } from "@/components/ui/instant";
import { QueryPanel } from "@/components/ui/query-panel";
import { Table, Td, Th } from "@/components/ui/table";
import { UnfoldRow, UnfoldTh } from "@/components/ui/unfold-row";
import type { AuditPage } from "@/lib/team/audit-api";
import { AuditFilters } from "./audit-filters";
import { auditWords } from "./audit-words";
import { readAudit } from "./member-queries";
import { TeamSkeleton } from "./team-skeleton";
import { useAuditFilter } from "./use-audit-filter";

/** What was done, by whom and from where, the latest first. Nothing here can be changed. */
export function AuditLog({ reportingZone }: { reportingZone: string | null }) {
  const view = useAuditFilter(reportingZone);
  const { filter, zone } = view;
  const query = useInfiniteQuery({
    queryKey: ["audit", filter],
    enabled: zone !== null,
    queryFn: ({ pageParam, signal }) => readAudit(filter, pageParam, signal),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }: AuditPage) => next,
  });
  return (
    <>
      <AuditFilters view={view} />
      <QueryPanel query={query} skeleton={<TeamSkeleton />}>
        {({ pages }) =>
          pages[0]?.events.length === 0 ? (
            <Empty
              title="Nothing found"
              action={view.isNarrowed && <Button onClick={view.clear}>Show everything</Button>}
            >
              Nothing on record fits all of these filters.
            </Empty>
          ) : (
            <>
              <Table label="Audit log" aria-label="Audit log">
                <thead>
                  <tr>
                    <Th>When</Th>
                    <Th>Who</Th>
                    <Th>What</Th>
                    <Th wide>From</Th>
                    <UnfoldTh />
                  </tr>
                </thead>
                <tbody>
                  {pages
                    .flatMap(({ events }) => events)
                    .map((event) => {
                      const from = <code className="font-mono text-xs">{event.address ?? "—"}</code>;
                      return (
                        <UnfoldRow
                          key={event.id}
                          about={auditWords(event)}
                          rest={[{ name: "From", value: from }]}
                        >
                          <Td className="whitespace-nowrap text-muted">
                            <Instant at={event.at} {...(zone !== null && { timeZone: zone })} />
                          </Td>
                          {/* However long a name is, what was done can be read beside it. */}
                          <Td>
                            <span className="block max-w-80 wrap-anywhere max-md:w-24">{event.actor}</span>
                          </Td>
                          <Td className="wrap-anywhere">{auditWords(event)}</Td>
                          <Td wide className="text-muted">
                            {from}
                          </Td>
                        </UnfoldRow>
                      );
                    })}
                </tbody>
              </Table>
              {query.hasNextPage && (
                <Button
                  className="mt-4"
                  disabled={query.isFetchingNextPage}
                  onClick={() => void query.fetchNextPage()}
                >
                  Show more
                </Button>
              )}
            </>
          )
        }
      </QueryPanel>
    </>
  );
}
