"use client";

import { useQuery } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { catalogQuery } from "@/components/catalog/queries";
import { Button } from "@/components/ui/button";
import { TextArea } from "@/components/ui/text-area";
import { isModelAllowed } from "@/lib/catalog/allowed-models";
import { formatCount } from "@/lib/core/format";
import { patternsProblem, readPatterns } from "@/lib/team/model-patterns";
import { SettingRow } from "./setting-row";
import { useTextDraft } from "./use-text-draft";
import { useWorkspaceSave } from "./use-workspace-save";
import { WORDS } from "./workspace-words";

/** The only models that may be asked, one on each line; none written is all. */
export function AllowedModelsRow({ patterns }: { patterns: readonly string[] | null }) {
  const saved = useWorkspaceSave();
  const models = useQuery(catalogQuery).data?.models;
  const before = (patterns ?? []).join("\n");
  const [text, setText] = useTextDraft(before);
  const [tried, setTried] = useState(false);
  const written = readPatterns(text);
  const problem = patternsProblem(written);
  const wanted = written.length === 0 ? null : written;
  const changed = written.join("\n") !== before;
  const fitting = models?.filter(({ id }) => isModelAllowed(wanted, id)).length;
  const put = async (next: readonly string[] | null) => {
    const undo = {
      before: { allowedModels: patterns && [...patterns] },
      words: "The allowed models are changed.",
    };
    // As it is kept: one on each line.
    setText((next ?? []).join("\n"));
    if (await saved.save({ allowedModels: next && [...next] }, undo)) setTried(false);
  };
  const save = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (problem === null) void put(wanted);
  };
  return (
    <SettingRow {...WORDS.models} saved={saved}>
      <form noValidate onSubmit={save} className="space-y-2">
        <TextArea
          label="Ids, one on each line, or author/* for all of an author; empty for all models"
          value={text}
          rows={4}
          spellCheck={false}
          placeholder={"anthropic/*\nopenai/gpt-4o"}
          problem={tried ? problem : null}
          onChange={(event) => setText(event.target.value)}
          className="font-mono text-xs"
        />
        <p className="text-xs text-muted">
          {models === undefined || problem !== null
            ? ""
            : wanted === null
              ? `All ${formatCount(models.length)} models.`
              : `${formatCount(fitting ?? 0)} of ${formatCount(models.length)} models.`}
        </p>
        <div className="flex gap-2">
          <Button type="submit" disabled={!changed}>
            Save models
          </Button>
          {changed && (
            <Button look="ghost" onClick={() => setText(before)}>
              Discard
            </Button>
          )}
        </div>
      </form>
    </SettingRow>
  );
}
