"use client";

import clsx from "clsx";
import { Suspense } from "react";
import { limitWords } from "@/components/limits/limit-words";
import { Badge } from "@/components/ui/badge";
import { Instant } from "@/components/ui/instant";
import { lazy } from "@/components/ui/lazy";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { type RestFact, UnfoldRow, UnfoldTh } from "@/components/ui/unfold-row";
import type { ListedKey } from "@/lib/team/keys-api";
import { ENVIRONMENT_LABELS } from "./environments";
import type { Opened } from "./key-dialogs";
import { KeyMenu } from "./key-menu";
import { isLive, type KeyState, keyState } from "./key-state";
import type { SHOWN } from "./search-params";

const ModelMark = lazy(() => import("./model-mark"));

type Props = {
  keys: readonly ListedKey[];
  show: (typeof SHOWN)[number];
  now: Date;
  onOpen: (opened: Opened) => void;
};

/** All keys, newest first; those that have ended stay in sight, muted, as the ledger still names them. */
export function KeyTable({ keys, show, now, onOpen }: Props) {
  "use memo";
  const shown = keys
    .map((about) => ({ about, state: keyState(about, now) }))
    .filter(({ state }) => show === "all" || isLive(state) === (show === "active"));
  return (
    <Table label="Keys" aria-label="Keys">
      <thead>
        <tr>
          <Th>Name</Th>
          <Th wide="2xl">Environment</Th>
          <Th wide>Key</Th>
          <Th wide>Models and limits</Th>
          <Th wide="2xl">Created</Th>
          <Th wide="xl">Last used</Th>
          <Th wide="xl">Expires</Th>
          <Th>State</Th>
          <Th className="w-8">
            <span className="sr-only">Actions</span>
          </Th>
          <UnfoldTh until="2xl" />
        </tr>
      </thead>
      <tbody>
        {shown.length === 0 && (
          <Tr className="hover:bg-transparent">
            <Td colSpan={10} className="text-muted">
              {show === "active"
                ? "No key is active. Create one."
                : "No key has been revoked or has expired."}
            </Td>
          </Tr>
        )}
        {shown.map(({ about, state }) => (
          <KeyRow key={about.id} about={about} state={state} onOpen={onOpen} />
        ))}
      </tbody>
    </Table>
  );
}

function KeyRow({
  about,
  state,
  onOpen,
}: {
  about: ListedKey;
  state: KeyState;
  onOpen: (opened: Opened) => void;
}) {
  "use memo";
  const { name, environment, createdAt, lastUsedAt, expiresAt, models } = about;
  const used = lastUsedAt ? <Instant at={lastUsedAt} /> : <span className="text-faint">Never</span>;
  const expires = expiresAt ? <Instant at={expiresAt} /> : <span className="text-faint">Never</span>;
  const limits = limitWords(about);
  const rest: RestFact[] = [
    { name: "Environment", value: ENVIRONMENT_LABELS[environment] },
    { name: "Models", until: "md", value: models ? <ModelIds models={models} /> : "Every model" },
    { name: "Limits", until: "md", value: limits ?? "None" },
    { name: "Created", value: <Instant at={createdAt} /> },
    { name: "Last used", until: "xl", value: used },
    { name: "Expires", until: "xl", value: expires },
  ];
  const quiet = isLive(state) ? "text-muted" : "text-faint";
  return (
    <UnfoldRow about={name} rest={rest} until="2xl">
      <Td className="max-md:w-full max-md:max-w-0 md:max-w-52">
        <span
          className={clsx("block truncate", isLive(state) ? "font-medium" : "text-faint")}
          data-tip={name}
        >
          {name}
        </span>
        {about.member && <span className="block truncate text-xs text-muted">{about.member}</span>}
        <Hint about={about} className="block text-muted md:hidden" />
      </Td>
      <Td wide="2xl" className={quiet}>
        {ENVIRONMENT_LABELS[environment]}
      </Td>
      <Td wide className={quiet}>
        <Hint about={about} />
      </Td>
      <Td wide className={clsx("max-w-52", quiet)}>
        <Models models={models} />
        {limits && <span className="block text-xs">{limits}</span>}
      </Td>
      <Td wide="2xl" className={clsx("whitespace-nowrap", quiet)}>
        <Instant at={createdAt} />
      </Td>
      <Td wide="xl" className={clsx("whitespace-nowrap", quiet)}>
        {used}
      </Td>
      <Td wide="xl" className={clsx("whitespace-nowrap", quiet)}>
        {expires}
      </Td>
      <Td>
        <State state={state} />
      </Td>
      <Td className="w-8 py-0 text-right">
        {state !== "revoked" && <KeyMenu about={about} state={state} onOpen={onOpen} />}
      </Td>
    </UnfoldRow>
  );
}

const Hint = ({ about, className = "" }: { about: ListedKey; className?: string }) => (
  <code className={clsx("font-mono text-xs whitespace-nowrap", className)}>
    {about.prefix}…{about.lastFour}
  </code>
);

/** The first by name, the others in the tooltip. */
function Models({ models }: { models: readonly string[] | null }) {
  "use memo";
  const [first, ...others] = models ?? [];
  if (first === undefined) return "Every model";
  return (
    <span className="flex flex-wrap items-center gap-x-1.5" data-tip={models?.slice(0, 20).join("\n")}>
      <span className="truncate font-mono text-xs">{first}</span>
      {others.length > 0 && <Badge>+{others.length}</Badge>}
      <span className="shrink-0 text-xs">
        <Suspense>
          <ModelMark models={models ?? []} />
        </Suspense>
      </span>
    </span>
  );
}

const ModelIds = ({ models }: { models: readonly string[] }) => (
  <span className="font-mono text-xs wrap-anywhere">
    {models.map((id, index) => (
      <span key={id}>
        {index > 0 && ", "}
        {id}
        <Suspense>
          <ModelMark models={[id]} />
        </Suspense>
      </span>
    ))}
  </span>
);

function State({ state }: { state: KeyState }) {
  "use memo";
  switch (state) {
    case "active":
      return <Badge tone="ok">Active</Badge>;
    case "expiring":
      return <Badge tone="warn">Expires soon</Badge>;
    case "expired":
      return <Badge>Expired</Badge>;
    case "revoked":
      return <Badge>Revoked</Badge>;
    default:
      return state satisfies never;
  }
}
