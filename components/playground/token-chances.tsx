"use client";

import { useQuery } from "@tanstack/react-query";
import { QueryPanel } from "@/components/ui/query-panel";
import { SheetDialog } from "@/components/ui/sheet-dialog";
import { Skeleton } from "@/components/ui/skeleton";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { type TokenChance, TokenChances as Wire } from "@/lib/conversations/token-chances";
import { fetchJson } from "@/lib/core/fetch-json";
import { revealHidden } from "@/lib/core/reveal-hidden";

type Props = { conversationId: string; messageId: string; onClose: () => void };

/** Lines that are drawn; who wants more has the export. */
const MOST = 500;

/** How likely each token of an answer was, and what else might have stood there. */
export default function TokenChances({ conversationId, messageId, onClose }: Props) {
  const query = useQuery({
    queryKey: ["chances", messageId],
    queryFn: ({ signal }) =>
      fetchJson(`/api/conversations/${conversationId}/messages/${messageId}/chances`, Wire, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
  return (
    <SheetDialog title="Token probabilities" onClose={onClose}>
      <QueryPanel query={query} skeleton={<Skeleton className="h-40 w-full" />}>
        {({ tokens }) => (
          <>
            <ChanceTable tokens={tokens.slice(0, MOST)} />
            {tokens.length > MOST && (
              <p className="text-xs text-muted">
                The first {MOST} of {tokens.length} tokens.
              </p>
            )}
          </>
        )}
      </QueryPanel>
    </SheetDialog>
  );
}

export function ChanceTable({ tokens }: { tokens: readonly TokenChance[] }) {
  return (
    <Table label="Token probabilities">
      <thead>
        <tr>
          <Th>Token</Th>
          <Th numeric>Probability</Th>
          <Th wide>Others</Th>
        </tr>
      </thead>
      <tbody>
        {tokens.map(({ token, chance, others }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: tokens are nothing but their place
          <Tr key={index}>
            <Td className="font-mono wrap-anywhere">{shown(token)}</Td>
            <Td numeric className={chance < 0.5 ? "text-warn" : ""}>
              {percent(chance)}
            </Td>
            <Td wide className="text-xs text-muted wrap-anywhere">
              {others.map((other) => `${shown(other.token)} ${percent(other.chance)}`).join(" · ")}
            </Td>
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

/** White space is a token like any other. */
const shown = (token: string): string =>
  revealHidden(token).replaceAll(" ", "␣").replaceAll("\n", "↵").replaceAll("\t", "⇥");

const percent = (chance: number): string =>
  chance > 0 && chance < 0.001 ? "< 0.1 %" : `${(chance * 100).toFixed(1)} %`;
