"use client";

import { useEffect, useEffectEvent, useState } from "react";
import { readReproduceHash } from "@/lib/conversations/reproduce";
import { Setup } from "@/lib/conversations/setup-api";
import { describeFailure, type Failure } from "@/lib/core/failure";
import { fetchJson } from "@/lib/core/fetch-json";
import { revealHidden } from "@/lib/core/reveal-hidden";
import { remember } from "../remembered";
import { newPane } from "../use-new-panes";
import type { Panes } from "../use-panes";
import { type Prepared, SetupNote } from "./setup-note";

export type SetUpProps = {
  /** The link; empty when it has been taken. */
  hash: string;
  own: Panes;
  sync: boolean;
  onSync: () => void;
  draft: string;
  onDraft: (text: string) => void;
  onFailure: (failure: Failure) => void;
};

/** Reads a reproduce link, has the server judge it, and sets up what it says. Nothing is asked of any model. */
export default function SetUp({ hash, own, sync, onSync, draft, onDraft, onFailure }: SetUpProps) {
  const [prepared, setPrepared] = useState<Prepared | null>(null);

  const take = useEffectEvent((setup: Setup) => {
    const panes = setup.panes.map(({ prompts: _prompts, ...settings }) => newPane(settings.model, settings));
    const [first, ...others] = setup.panes.map(({ prompts }) => prompts);
    const alike = others.every((prompts) => JSON.stringify(prompts) === JSON.stringify(first));
    // Where panes were asked different things, each has a composer of its own.
    if (sync !== (alike && (setup.sync || others.length === 0))) onSync();
    for (const [at, { key }] of panes.entries())
      remember(`patchbay.draft.new.${key}`, setup.panes[at]?.prompts[0] ?? "", "session");
    own.seed(panes);
    if (alike) onDraft(first?.[0] ?? "");
    const all = JSON.stringify(setup);
    setPrepared({
      panes: panes.length,
      instructs: setup.panes.some(({ system }) => system !== null),
      hides: revealHidden(all) !== all,
      aside: alike && draft.trim() !== "" && draft !== first?.[0] ? draft : null,
      further: alike
        ? (first ?? []).slice(1).map((text) => ({ model: null, text }))
        : setup.panes.flatMap(({ model, prompts }) => prompts.slice(1).map((text) => ({ model, text }))),
    });
  });
  const fail = useEffectEvent(onFailure);
  useEffect(() => {
    if (hash === "") return;
    let left = false;
    readReproduceHash(hash)
      .then((body) => fetchJson("/api/reproduce", Setup, { method: "POST", body }))
      .then((setup) => !left && take(setup))
      .catch((error: unknown) => !left && fail(describeFailure(error)));
    return () => {
      left = true;
    };
  }, [hash]);

  if (!prepared) return null;
  const { further, aside } = prepared;
  return (
    <SetupNote
      prepared={prepared}
      onUse={(at) => {
        onDraft(further[at]?.text ?? "");
        setPrepared({ ...prepared, further: further.toSpliced(at, 1) });
      }}
      onRestore={() => {
        onDraft(aside ?? "");
        setPrepared({ ...prepared, aside: null });
      }}
      onDismiss={() => setPrepared(null)}
    />
  );
}
