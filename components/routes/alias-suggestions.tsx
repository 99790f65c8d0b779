import { Plus } from "lucide-react";
import { Button } from "@/components/ui/button";
import type { RouteList } from "@/lib/routes/routes-api";
import { freeAliases } from "./free-aliases";

type Props = { routes: RouteList["routes"]; onAlias: (alias: string) => void };

/** Names that most teams want sooner or later, as long as they lead nowhere. */
export function AliasSuggestions({ routes, onAlias }: Props) {
  const free = freeAliases(routes);
  if (free.length === 0) return null;
  return (
    <ul aria-label="Suggested aliases" className="mt-2 space-y-1 text-xs text-muted">
      {free.map(({ name, purpose }) => (
        <li key={name} className="flex flex-wrap items-center gap-x-2">
          <Button size="sm" look="ghost" aria-label={`Add the alias ${name}`} onClick={() => onAlias(name)}>
            <Plus aria-hidden /> <span className="font-mono">{name}</span>
          </Button>
          {purpose}
        </li>
      ))}
    </ul>
  );
}
