"use client";

import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { MessagesSquare, Plus, SearchX } from "lucide-react";
import { useQueryStates } from "nuqs";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { LinkButton } from "@/components/ui/link-button";
import { QueryPanel } from "@/components/ui/query-panel";
import { SearchField } from "@/components/ui/search-field";
import { useRested } from "@/components/ui/use-rested";
import { ConversationTable, toFirstConversation } from "./conversation-table";
import { ConversationsSkeleton } from "./conversations-skeleton";
import { FolderFilter } from "./folder-filter";
import { conversationListQuery } from "./queries";
import { conversationsParams } from "./search-params";

/** All conversations: searched, by folder, pinned ones first. */
export function ConversationsBoard() {
  "use memo";
  const [{ q, folder }, setParams] = useQueryStates(conversationsParams);
  const search = useRested(q.trim().replace(/\p{Cc}/gu, " "), 200);
  const query = useInfiniteQuery({
    ...conversationListQuery({ search, folder }),
    placeholderData: keepPreviousData,
  });
  const folders = query.data?.pages[0]?.folders ?? [];
  const onMore =
    query.hasNextPage && !query.isFetchingNextPage && !query.isFetchNextPageError
      ? () => void query.fetchNextPage()
      : null;
  return (
    <div className="flex h-full flex-col">
      <header className="tool-bar flex-wrap border-b border-line py-2 sm:px-6">
        <h1 className="mr-2 text-base font-semibold">Conversations</h1>
        <SearchField
          label="Search conversations"
          placeholder="Words in titles and messages…"
          value={q}
          onChange={(next) => void setParams({ q: next || null })}
          onDown={toFirstConversation}
        />
        <FolderFilter
          folder={folder}
          folders={folders}
          onFolder={(next) => void setParams({ folder: next })}
        />
        <LinkButton href="/" look="primary" className="ml-auto max-sm:hidden">
          <Plus aria-hidden /> New chat
        </LinkButton>
      </header>
      <QueryPanel query={query} skeleton={<ConversationsSkeleton />} gutter="mx-4 sm:mx-6">
        {({ pages }) => {
          const rows = pages.flatMap(({ conversations }) => conversations);
          if (rows.length > 0) return <ConversationTable rows={rows} search={search} onMore={onMore} />;
          if (search === "" && folder === null) return <Nothing />;
          const all = () => void setParams({ q: null, folder: null });
          return <NothingFound search={search} folder={folder} onAll={all} />;
        }}
      </QueryPanel>
    </div>
  );
}

function Nothing() {
  return (
    <Empty
      icon={<MessagesSquare aria-hidden />}
      title="No conversations yet"
      action={
        <LinkButton href="/" look="primary">
          Ask a model
        </LinkButton>
      }
    >
      Whatever you ask is kept here, to be found by its words, pinned, put into folders and shared.
    </Empty>
  );
}

type NothingFoundProps = { search: string; folder: string | null; onAll: () => void };

function NothingFound({ search, folder, onAll }: NothingFoundProps) {
  const place = folder === null ? "" : ` in “${folder}”`;
  return (
    <Empty
      icon={<SearchX aria-hidden />}
      title={search === "" ? `Nothing is${place}` : `Nothing holds “${search}”${place}`}
      action={<Button onClick={onAll}>Show all conversations</Button>}
    >
      {search !== "" &&
        "All words must stand in one title or in one message. Each is found by its beginning."}
    </Empty>
  );
}
