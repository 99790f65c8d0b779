"use client";

import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Instant } from "@/components/ui/instant";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { UnfoldRow, UnfoldTh } from "@/components/ui/unfold-row";
import { describeChain } from "@/lib/routes/describe-chain";
import type { RouteList } from "@/lib/routes/routes-api";
import { findRoutes } from "./find-routes";
import { routePath } from "./route-path";
import type { SHOWN } from "./search-params";

type Row = RouteList["routes"][number];
type Props = {
  routes: readonly Row[];
  show: (typeof SHOWN)[number];
  search: string;
  /** Takes search and filter away. */
  onAll: () => void;
};

/** The routes by name: what each asks, which version programs get, and when it was last touched. */
export function RouteTable({ routes, show, search, onAll }: Props) {
  "use memo";
  const shown = findRoutes(routes, search).filter(
    ({ archivedAt }) => show === "all" || (archivedAt === null) === (show === "active"),
  );
  return (
    <Table label="Routes" aria-label="Routes">
      <thead>
        <tr>
          <Th>Route</Th>
          <Th wide>Chain</Th>
          <Th>Published</Th>
          <Th wide>Updated</Th>
          <Th wide className="w-8">
            <span className="sr-only">Copy</span>
          </Th>
          <UnfoldTh />
        </tr>
      </thead>
      <tbody>
        {shown.length === 0 && (
          <Tr className="hover:bg-transparent">
            <Td colSpan={6} className="text-muted">
              {search === "" ? NONE[show] : "No route has these words in its names or models."}{" "}
              <Button size="sm" className="ml-2" onClick={onAll}>
                Show all
              </Button>
            </Td>
          </Tr>
        )}
        {shown.map((route) => (
          <RouteRow key={route.id} route={route} />
        ))}
      </tbody>
    </Table>
  );
}

const NONE = {
  active: "No route is in use; all are archived.",
  archived: "No route is archived.",
  all: "",
} as const;

function RouteRow({ route }: { route: Row }) {
  "use memo";
  const { name, aliases, spec, updatedAt, archivedAt } = route;
  const id = `route/${name}`;
  const rest = [
    { name: "Asked for as", value: <code className="font-mono text-xs break-all">{id}</code> },
    ...(aliases.length === 0 ? [] : [{ name: "Aliases", value: aliases.join(", ") }]),
    { name: "Chain", value: <Chain spec={spec} /> },
    { name: "Updated", value: <Instant at={updatedAt} /> },
  ];
  return (
    <UnfoldRow about={name} rest={rest}>
      <Td className="max-md:w-full max-md:max-w-0 md:max-w-64">
        <span className="flex min-w-0 items-center gap-2">
          <Link
            href={routePath(name)}
            prefetch={false}
            data-route
            className={`truncate font-medium underline-offset-2 hover:underline touch:py-3 ${archivedAt ? "text-muted" : ""}`}
          >
            {name}
          </Link>
          {archivedAt && <Badge>Archived</Badge>}
        </span>
        {aliases.length > 0 && (
          <span className="block truncate text-xs text-muted max-md:hidden" data-tip={aliases.join("\n")}>
            also {aliases.join(", ")}
          </span>
        )}
      </Td>
      <Td wide className="w-full max-w-0 text-muted">
        <Chain spec={spec} />
      </Td>
      <Td className="whitespace-nowrap">
        <Published version={route.publishedVersion} />
      </Td>
      <Td wide className="whitespace-nowrap text-muted">
        <Instant at={updatedAt} />
      </Td>
      <Td wide className="w-8 py-0 text-right">
        <CopyButton text={id} label={`Copy ${id}`} />
      </Td>
    </UnfoldRow>
  );
}

function Chain({ spec }: { spec: Row["spec"] }) {
  const { text, tip } = describeChain(spec);
  return (
    <span className="block font-mono text-xs max-md:break-all md:truncate" data-tip={tip}>
      {text}
    </span>
  );
}

function Published({ version }: { version: number | null }) {
  return version === null ? <span className="text-faint">Not yet</span> : `v${version}`;
}

/** From the search into the list. */
export const toFirstRoute = (): void => document.querySelector<HTMLElement>("a[data-route]")?.focus();
