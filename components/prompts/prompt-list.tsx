"use client";

import clsx from "clsx";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import type { PromptList as List } from "@/lib/conversations/prompts-api";

type Props = {
  prompts: List["prompts"];
  /** The id of the open one. */
  open: string | null;
  onOpen: (id: string) => void;
  /** Takes search and tags away. */
  onClear: () => void;
};

/** The prompts that answer the search, by name. */
export function PromptList({ prompts, open, onOpen, onClear }: Props) {
  "use memo";
  return (
    <nav
      aria-label="Prompts"
      className={clsx(
        "w-full shrink-0 overflow-y-auto border-line p-2 md:w-76 md:border-r",
        open !== null && "max-md:hidden",
      )}
    >
      {prompts.length === 0 && (
        <Empty title="No prompt fits" action={<Button onClick={onClear}>Show all</Button>}>
          None has these words and tags.
        </Empty>
      )}
      <ul>
        {prompts.map(({ id, name, tags, preview }) => (
          <li key={id}>
            <button
              type="button"
              aria-current={id === open ? "true" : undefined}
              onClick={() => onOpen(id)}
              className={clsx(
                "block w-full rounded-control px-3 py-2 text-left touch:min-h-11",
                id === open ? "bg-hover" : "hover:bg-hover",
              )}
            >
              <span className="flex items-center gap-1.5">
                <span className="truncate font-medium">{name}</span>
                {tags.slice(0, 2).map((tag) => (
                  <Badge key={tag} className="max-w-24 shrink-0 first:ml-auto">
                    <span className="truncate">{tag}</span>
                  </Badge>
                ))}
              </span>
              <span className="block truncate text-xs text-muted">{preview}</span>
            </button>
          </li>
        ))}
      </ul>
    </nav>
  );
}
