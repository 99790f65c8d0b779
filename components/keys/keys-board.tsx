"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useQueryState } from "nuqs";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Page } from "@/components/ui/page";
import { QueryPanel } from "@/components/ui/query-panel";
import { Segmented } from "@/components/ui/segmented";
import { useBaseUrl } from "@/components/ui/use-base-url";
import { KeyDialogs, type Opened } from "./key-dialogs";
import { KeyTable } from "./key-table";
import { KeysEmpty } from "./keys-empty";
import { KeysSkeleton } from "./keys-skeleton";
import { keysQuery } from "./queries";
import { keysParams, OWNERS, SHOWN } from "./search-params";

const LABELS = { all: "All", active: "Active", ended: "Ended" } as const;
const OWNER_LABELS = { own: "Mine", everyone: "Everyone’s" } as const;

/** The keys of the viewer's programs, and all that can be done to them. */
export function KeysBoard() {
  const [show, setShow] = useQueryState("show", keysParams.show);
  const [of, setOf] = useQueryState("of", keysParams.of);
  const [opened, setOpened] = useState<Opened | null>(null);
  const query = useQuery(keysQuery(of));
  const none = query.data?.keys.length === 0;
  const shown = none ? null : (
    <Segmented
      label="Show"
      value={show}
      options={SHOWN.map((value) => ({ value, label: LABELS[value] }))}
      onChange={(value) => void setShow(value)}
    />
  );
  const filters = (
    <>
      {(query.data?.mayManageAll || of === "everyone") && (
        <Segmented
          label="Whose"
          value={of}
          options={OWNERS.map((value) => ({ value, label: OWNER_LABELS[value] }))}
          onChange={(value) => void setOf(value)}
        />
      )}
      {shown}
    </>
  );
  const action = (
    <Button look="primary" onClick={() => setOpened({ what: "create" })}>
      <Plus aria-hidden />
      Create key
    </Button>
  );
  return (
    <Page title="Keys" filters={filters} action={action}>
      <QueryPanel query={query} skeleton={<KeysSkeleton />}>
        {({ keys }) =>
          keys.length === 0 ? (
            <KeysEmpty onCreate={() => setOpened({ what: "create" })} />
          ) : (
            <>
              <BaseUrl />
              <KeyTable
                keys={keys}
                show={show}
                // The list renews itself, and with it what has expired.
                now={new Date(query.dataUpdatedAt)}
                onOpen={setOpened}
              />
            </>
          )
        }
      </QueryPanel>
      {opened && <KeyDialogs opened={opened} onOpen={setOpened} />}
    </Page>
  );
}

function BaseUrl() {
  const baseUrl = useBaseUrl();
  return (
    <p className="flex flex-wrap items-center gap-x-2 py-3 text-muted">
      Programs call
      <span className="inline-flex items-center gap-0.5 font-mono text-xs text-ink">
        {baseUrl}
        <CopyButton text={baseUrl} label="Copy the base URL" />
      </span>
      <span>with one of these keys.</span>
    </p>
  );
}
