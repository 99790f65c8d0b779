"use client";

import { type QueryClient, useQueryClient } from "@tanstack/react-query";
import { ArrowUpRight } from "lucide-react";
import { type FormEvent, Suspense, useState } from "react";
import { generationQuery } from "@/components/ledger/queries";
import { startChat } from "@/components/playground/actions";
import { conversationsQuery } from "@/components/playground/queries";
import { Button } from "@/components/ui/button";
import { FailureNotice } from "@/components/ui/failure-notice";
import { lazy } from "@/components/ui/lazy";
import { LinkButton } from "@/components/ui/link-button";
import { Segmented } from "@/components/ui/segmented";
import { Skeleton } from "@/components/ui/skeleton";
import { TextArea } from "@/components/ui/text-area";
import type { ChatRequest } from "@/lib/chat/request";
import { describeFailure, type Failure } from "@/lib/core/failure";
import type { Hop } from "@/lib/ledger/hops";
import type { Route } from "@/lib/routes/routes-api";
import { type Drawn, describeDrawn } from "./drawn-arm";
import type { Arm, Spec } from "./edit-spec";

const OneAnswer = lazy(() => import("@/components/playground/one-answer"));

type Props = {
  route: Route;
  spec: Spec;
  arm: Arm;
  /** Shows another arm, with its hops as they are lit. */
  onArm: (name: string) => void;
  onLit: (hops: readonly Hop[] | null) => void;
};

type Asked = {
  conversationId: string;
  generationId: string;
  /** Null for a draft, and where the record cannot be read. */
  drawn: Drawn | null;
};
type What = "draft" | "published";

/** Asks the chain something, here and now; the hops above show who answered. */
export default function TryView({ route, spec, arm, onArm, onLit }: Props) {
  const client = useQueryClient();
  const [what, setWhat] = useState<What>("draft");
  const [text, setText] = useState("");
  const [busy, setBusy] = useState(false);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const { publishedVersion, archivedAt } = route;
  const isOut = publishedVersion !== null && archivedAt === null;
  const ask = async () => {
    if (text.trim() === "" || busy) return;
    setBusy(true);
    setFailure(null);
    setAsked(null);
    onLit(null);
    try {
      const pane = what === "published" ? { model: `route/${route.name}` } : paneOf(spec, arm);
      const { conversationId, generations } = await startChat({ message: text, panes: [pane] });
      const generationId = generations[0]?.generationId;
      if (generationId !== undefined) {
        const drawn = what === "published" ? await drawnFor(client, generationId) : null;
        if (drawn && hasArm(spec, drawn)) onArm(drawn.arm);
        setAsked({ conversationId, generationId, drawn });
      }
      void client.invalidateQueries({ queryKey: conversationsQuery.queryKey });
    } catch (error) {
      setFailure(describeFailure(error));
    }
    setBusy(false);
  };
  return (
    <div className="space-y-3 py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        {isOut && (
          <Segmented
            label="Ask"
            value={what}
            options={[
              { value: "draft", label: "This draft" },
              { value: "published", label: `Version ${publishedVersion}` },
            ]}
            onChange={setWhat}
          />
        )}
        <p className="min-w-0 flex-1 basis-64 text-xs text-muted">
          {what === "draft"
            ? `Asks the chain above as it stands, saved or not. ${isOut ? "" : "Programs can ask for it once it is published. "}`
            : "Asks as a program does: what is published answers, with an arm drawn for a new session. "}
          It is a real request and is billed as one.
        </p>
      </div>
      <form
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          void ask();
        }}
        className="space-y-2"
      >
        <TextArea
          label="Message"
          rows={2}
          value={text}
          placeholder="Ask something…"
          onChange={({ target }) => setText(target.value)}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.shiftKey || event.nativeEvent.isComposing) return;
            event.preventDefault();
            void ask();
          }}
        />
        <div className="flex items-center gap-2">
          <Button type="submit" disabled={busy || text.trim() === ""}>
            Ask
          </Button>
          {asked && (
            <LinkButton look="ghost" href={`/c/${asked.conversationId}`} prefetch={false}>
              Go on in the playground <ArrowUpRight aria-hidden />
            </LinkButton>
          )}
        </div>
      </form>
      {failure && <FailureNotice compact failure={failure} />}
      {asked?.drawn && (
        <p role="status" className="text-xs text-muted">
          {describeDrawn(asked.drawn, route, spec)}
        </p>
      )}
      {asked && (
        <Suspense fallback={<Skeleton className="h-16 w-full" />}>
          <OneAnswer
            key={asked.generationId}
            conversationId={asked.conversationId}
            generationId={asked.generationId}
            onHops={(hops) => {
              // What an arm did that is not here would look like the doing of another.
              if (asked.drawn === null || hasArm(spec, asked.drawn)) onLit(hops);
            }}
          />
        </Suspense>
      )}
    </div>
  );
}

const hasArm = ({ arms }: Spec, { arm }: Drawn): boolean => arms.some(({ name }) => name === arm);

/** The record has it from the beginning; the answer does not wait for it long, nor fail with it. */
const drawnFor = (client: QueryClient, generationId: string): Promise<Drawn | null> =>
  client.fetchQuery(generationQuery(generationId)).then(
    ({ route }) => route,
    () => null,
  );

type Pane = Extract<ChatRequest, { message: string }>["panes"][number];

/** What the arm would send, as settings of a pane: a draft has no name that could be asked for. */
function paneOf({ system, parameters }: Spec, { models: [model = "", ...fallbackModels] }: Arm): Pane {
  return { model, fallbackModels, system, parameters };
}
