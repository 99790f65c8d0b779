"use client";

import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useQueryStates } from "nuqs";
import { Button } from "@/components/ui/button";
import { ChipMenu } from "@/components/ui/chip";
import { ChooseMany } from "@/components/ui/choices";
import { QueryPanel } from "@/components/ui/query-panel";
import { findPrompts, tagsOf } from "@/lib/conversations/prompt-search";
import { NewPrompt } from "./new-prompt";
import { PromptList } from "./prompt-list";
import { PromptPanel } from "./prompt-panel";
import { PromptSearch } from "./prompt-search";
import { PromptsEmpty } from "./prompts-empty";
import { PromptsSkeleton } from "./prompts-skeleton";
import { promptsQuery } from "./queries";
import { NEW, promptsParams } from "./search-params";

/** The prompt library: a list at the left, and what is open of it at the right; a phone shows one at a time. */
export function PromptsBoard() {
  const [{ q, tag, prompt: open }, setParams] = useQueryStates(promptsParams, { history: "push" });
  const query = useQuery(promptsQuery);
  const all = query.data?.prompts ?? [];
  const tags = tagsOf([...all, { name: "", preview: "", tags: tag }]);
  const show = (prompt: string | null) => void setParams({ prompt });
  return (
    <div className="flex h-full flex-col">
      <header className="tool-bar flex-wrap border-b border-line py-2 sm:px-6">
        <h1 className="mr-2 text-base font-semibold">Prompts</h1>
        {all.length > 0 && (
          <>
            <PromptSearch
              value={q}
              onChange={(text) => void setParams({ q: text }, { history: "replace" })}
            />
            {tags.length > 0 && (
              <ChipMenu label="Tags" chosen={tag.length === 0 ? null : tag.join(", ")}>
                <ChooseMany
                  legend="With all of these"
                  values={tag}
                  options={tags.map((value) => ({ value, label: value }))}
                  onChange={(next) => void setParams({ tag: next })}
                />
              </ChipMenu>
            )}
          </>
        )}
        <Button look="primary" className="ml-auto" onClick={() => show(NEW)}>
          <Plus aria-hidden /> New prompt
        </Button>
      </header>
      <div className="min-h-0 flex-1">
        <QueryPanel query={query} skeleton={<PromptsSkeleton />} gutter="mx-4 sm:mx-6">
          {({ prompts }) =>
            prompts.length === 0 && open === null ? (
              <PromptsEmpty onNew={() => show(NEW)} />
            ) : (
              <div className="flex h-full">
                {prompts.length > 0 && (
                  <PromptList
                    prompts={findPrompts(prompts, q, tag)}
                    open={open}
                    onOpen={show}
                    onClear={() => void setParams({ q: null, tag: null })}
                  />
                )}
                {open === NEW ? (
                  <NewPrompt
                    onSaved={(id) => void setParams({ prompt: id }, { history: "replace" })}
                    onClose={() => show(null)}
                  />
                ) : open === null ? (
                  <p className="flex-1 py-16 text-center text-muted max-md:hidden">
                    Choose a prompt to read and change it.
                  </p>
                ) : (
                  <PromptPanel key={open} id={open} onClose={() => show(null)} />
                )}
              </div>
            )
          }
        </QueryPanel>
      </div>
    </div>
  );
}
