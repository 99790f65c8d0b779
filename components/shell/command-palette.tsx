"use client";

import { useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import {
  Bell,
  Box,
  History,
  Keyboard,
  MessageSquare,
  Plus,
  Route,
  Scale,
  Search,
  Settings,
  ShieldCheck,
  SunMoon,
} from "lucide-react";
import { useRouter } from "next/navigation";
import { type ReactNode, useState } from "react";
import { catalogQuery } from "@/components/catalog/queries";
import { conversationsQuery } from "@/components/playground/queries";
import { routesQuery } from "@/components/routes/queries";
import { Dialog } from "@/components/ui/dialog";
import { modelPath } from "@/lib/catalog/model-path";
import { type MayRead, PAGES } from "./pages";
import { saveTheme } from "./theme-actions";

type Props = {
  mayRead: MayRead;
  onClose: () => void;
  onShortcuts: () => void;
};

/** Everything that can be gone to or done, by typing a part of its name. */
export default function CommandPalette({ mayRead, onClose, onShortcuts }: Props) {
  const [search, setSearch] = useState("");
  const router = useRouter();
  const conversations = useQuery(conversationsQuery).data?.conversations ?? [];
  const models = useQuery(catalogQuery).data?.models ?? [];
  const routes = useQuery(routesQuery).data?.routes ?? [];

  const go = (href: string) => {
    router.push(href);
    onClose();
  };
  const theme = (name: "system" | "light" | "dark") => {
    void saveTheme(name).catch(() => {});
    onClose();
  };
  // Hundreds of models would drown the rest: they come with the second letter, the best few.
  const found =
    search.trim().length < 2
      ? []
      : models.filter((model) => model.kind !== "batch" && mentions(model, search)).slice(0, 12);

  return (
    <Dialog label="Command palette" place="top" onClose={onClose}>
      <Command label="Command palette" loop className="flex max-h-[70dvh] flex-col">
        <div className="flex items-center gap-2.5 border-b border-line px-4">
          <Search aria-hidden className="size-4 shrink-0 text-faint" />
          <Command.Input
            data-focus
            value={search}
            onValueChange={setSearch}
            placeholder="Go to a page, a conversation, a model…"
            className="h-12 min-w-0 flex-1 bg-transparent text-base outline-none"
          />
        </div>
        <Command.List className="min-h-0 overflow-y-auto p-1.5 [&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:text-xs [&_[cmdk-group-heading]]:text-faint">
          <Command.Empty className="py-10 text-center text-muted">Nothing has that name.</Command.Empty>
          <Command.Group heading="Do">
            <Item icon={<Plus aria-hidden />} onSelect={() => go("/")}>
              New chat
            </Item>
            {PAGES.map(({ href, label, icon: Icon }) => (
              <Item key={href} icon={<Icon aria-hidden />} onSelect={() => go(href)}>
                Go to {label}
              </Item>
            ))}
            <Item icon={<History aria-hidden />} onSelect={() => go("/models/changes")}>
              Go to Price watch
            </Item>
            <Item icon={<Scale aria-hidden />} onSelect={() => go("/spend/reconciliation")}>
              Go to Reconciliation
            </Item>
            {mayRead.alerts && (
              <Item icon={<Bell aria-hidden />} onSelect={() => go("/alerts")}>
                Go to Alerts
              </Item>
            )}
            {mayRead.configuration && (
              <Item icon={<ShieldCheck aria-hidden />} onSelect={() => go("/configuration")}>
                Go to Configuration
              </Item>
            )}
            <Item icon={<Settings aria-hidden />} onSelect={() => go("/settings")}>
              Go to Settings
            </Item>
            <Item icon={<Settings aria-hidden />} onSelect={() => go("/settings/workspace")}>
              Go to Workspace settings
            </Item>
            <Item icon={<Keyboard aria-hidden />} onSelect={onShortcuts}>
              Keyboard shortcuts
            </Item>
            {(["system", "light", "dark"] as const).map((name) => (
              <Item key={name} icon={<SunMoon aria-hidden />} onSelect={() => theme(name)}>
                Theme: {name}
              </Item>
            ))}
          </Command.Group>
          {found.length > 0 && (
            <Command.Group heading="Chat with">
              {found.map(({ id, name }) => (
                <Item
                  key={id}
                  value={`chat with ${name} ${id}`}
                  icon={<MessageSquare aria-hidden />}
                  onSelect={() => go(`/?models=${encodeURIComponent(id)}`)}
                >
                  Chat with {name}{" "}
                  <span className="ml-auto truncate pl-3 font-mono text-xs text-muted">{id}</span>
                </Item>
              ))}
            </Command.Group>
          )}
          {found.length > 0 && (
            <Command.Group heading="About">
              {found.map(({ id, name }) => (
                <Item
                  key={id}
                  value={`about ${name} ${id}`}
                  icon={<Box aria-hidden />}
                  onSelect={() => go(`/models/${modelPath(id)}`)}
                >
                  About {name}{" "}
                  <span className="ml-auto truncate pl-3 font-mono text-xs text-muted">{id}</span>
                </Item>
              ))}
            </Command.Group>
          )}
          {routes.length > 0 && (
            <Command.Group heading="Routes">
              {routes.slice(0, search === "" ? 5 : 1000).map(({ name, aliases }) => (
                <Item
                  key={name}
                  value={`route/${name} ${aliases.join(" ")}`}
                  icon={<Route aria-hidden />}
                  onSelect={() => go(`/routes/${name}`)}
                >
                  Edit <span className="truncate font-mono text-xs">route/{name}</span>
                </Item>
              ))}
            </Command.Group>
          )}
          {conversations.length > 0 && (
            <Command.Group heading="Recent conversations">
              {conversations.slice(0, search === "" ? 5 : 50).map(({ id, title }) => (
                <Item
                  key={id}
                  value={`${title} ${id}`}
                  icon={<MessageSquare aria-hidden />}
                  onSelect={() => go(`/c/${id}`)}
                >
                  <span className="truncate">{title}</span>
                </Item>
              ))}
            </Command.Group>
          )}
        </Command.List>
      </Command>
    </Dialog>
  );
}

type ItemProps = { icon: ReactNode; value?: string; onSelect: () => void; children: ReactNode };

function Item({ icon, children, ...rest }: ItemProps) {
  return (
    <Command.Item
      {...rest}
      className="flex h-9 cursor-pointer items-center gap-2.5 rounded-control px-2.5 data-[selected=true]:bg-hover touch:h-11 [&>svg]:size-4 [&>svg]:shrink-0 [&>svg]:text-muted"
    >
      {icon}
      {children}
    </Command.Item>
  );
}

/** Each word of the search stands in the name or the id. */
function mentions({ id, name }: { id: string; name: string }, search: string): boolean {
  const text = `chat with about ${name} ${id}`.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}
