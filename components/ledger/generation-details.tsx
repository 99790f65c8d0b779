"use client";

import { useQuery } from "@tanstack/react-query";
import { MessageSquare } from "lucide-react";
import { useViewerTimeZone } from "@/components/spend/use-time-zone";
import { LinkButton } from "@/components/ui/link-button";
import { Page } from "@/components/ui/page";
import { QueryPanel } from "@/components/ui/query-panel";
import type { GenerationDetails as Details } from "@/lib/ledger/api";
import { DetailsSkeleton, GenerationBody } from "./generation-body";
import { generationQuery } from "./queries";
import { StateBadge } from "./state-badge";

type Props = { id: string; reportingZone: string | null };

/** One generation with every fact there is; renews itself until nothing can change any more. */
export function GenerationDetails({ id, reportingZone }: Props) {
  "use memo";
  const viewers = useViewerTimeZone();
  const query = useQuery(generationQuery(id));
  const conversation = query.data?.conversationId;
  const action = conversation && (
    <LinkButton href={`/c/${conversation}`}>
      <MessageSquare aria-hidden /> Conversation
    </LinkButton>
  );
  return (
    <Page title="Generation" filters={query.data && <Heading details={query.data} />} action={action}>
      <QueryPanel query={query} skeleton={<DetailsSkeleton />}>
        {(details) => (
          <GenerationBody
            details={details}
            now={new Date(query.dataUpdatedAt)}
            timeZone={reportingZone ?? viewers}
          />
        )}
      </QueryPanel>
    </Page>
  );
}

function Heading({ details }: { details: Details }) {
  "use memo";
  return (
    <span className="flex min-w-0 items-center gap-2">
      <span className="truncate text-muted">{details.model ?? details.models[0]}</span>
      <StateBadge generation={details} />
    </span>
  );
}
