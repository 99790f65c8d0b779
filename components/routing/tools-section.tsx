"use client";

import { Pencil, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { Button, IconButton } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { asArray, asRecord, asText, type JsonRecord } from "@/lib/core/lenient";
import type { SectionProps } from "./section";
import { ToolEditor } from "./tool-editor";

const CHOICES = ["auto", "none", "required"];
const MEANINGS: Record<string, string> = {
  auto: "The model decides",
  none: "Calls none",
  required: "Calls at least one",
};

/** The tools that the model may call. What they answer is written by hand, at the call. */
export default function ToolsSection({ parameters, row, onParameter }: SectionProps) {
  const tools = asArray(parameters.tools).map((tool) => asRecord(tool) ?? {});
  /** The tool that is being written: its place, or the end for a new one. */
  const [editing, setEditing] = useState<number | null>(null);
  const choice = asRecord(parameters.tool_choice);
  const chosen = choice ? `=${nameOf(choice)}` : (asText(parameters.tool_choice) ?? "");
  const put = (next: JsonRecord[]) => {
    onParameter("tools", next.length === 0 ? null : next);
    // Providers refuse to be told about tools that are not there.
    const isGone = choice !== null && !next.some((tool) => nameOf(tool) === nameOf(choice));
    if (next.length === 0 || isGone) onParameter("tool_choice", null);
    if (next.length === 0) onParameter("parallel_tool_calls", null);
  };
  if (editing !== null) {
    return (
      <ToolEditor
        tool={tools[editing] ?? null}
        taken={tools.filter((_, at) => at !== editing).map(nameOf)}
        onCancel={() => setEditing(null)}
        onSave={(tool) => {
          put(tools.toSpliced(editing, 1, tool));
          setEditing(null);
        }}
      />
    );
  }
  const parallel = parameters.parallel_tool_calls;
  return (
    <div className="space-y-4 pt-4">
      {row && !row.supportedParameters.includes("tools") && (
        <p className="text-warn">No provider of this model says that it can call tools.</p>
      )}
      {tools.length === 0 ? (
        <p className="text-muted">
          A tool is described by a JSON schema. When the model calls one, you answer for it, and the model
          goes on.
        </p>
      ) : (
        <ul aria-label="Tools" className="divide-y divide-line border-y border-line">
          {tools.map((tool, at) => (
            <li key={nameOf(tool)} className="flex items-center gap-2 py-1.5">
              <span className="min-w-0 flex-1">
                <span className="font-mono text-xs">{nameOf(tool)}</span>
                <span className="block truncate text-xs text-muted">
                  {asText(asRecord(tool.function)?.description) ?? ""}
                </span>
              </span>
              {tool.type === "function" && (
                <IconButton size="icon-sm" label={`Edit ${nameOf(tool)}`} onClick={() => setEditing(at)}>
                  <Pencil aria-hidden />
                </IconButton>
              )}
              <IconButton
                size="icon-sm"
                label={`Remove ${nameOf(tool)}`}
                onClick={() => put(tools.toSpliced(at, 1))}
              >
                <Trash2 aria-hidden />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
      <Button onClick={() => setEditing(tools.length)} disabled={tools.length >= 128}>
        <Plus aria-hidden /> Add tool
      </Button>
      {tools.length > 0 && (
        <div className="flex flex-wrap items-end gap-x-6 gap-y-3">
          <Field label="Which is called">
            <Select
              label="Which is called"
              value={chosen}
              onChange={({ target: { value } }) => onParameter("tool_choice", choiceOf(value))}
            >
              <option value="">Not set</option>
              {CHOICES.map((name) => (
                <option key={name} value={name}>
                  {MEANINGS[name]}
                </option>
              ))}
              {tools
                .filter(({ type }) => type === "function")
                .map((tool) => (
                  <option key={nameOf(tool)} value={`=${nameOf(tool)}`}>
                    Calls {nameOf(tool)}
                  </option>
                ))}
            </Select>
          </Field>
          {(row === null ||
            row.supportedParameters.includes("parallel_tool_calls") ||
            parallel === false) && (
            <Switch
              label="Several at once"
              tip="Unless it is turned off, a model may call several tools in one answer"
              on={parallel !== false}
              onToggle={() => onParameter("parallel_tool_calls", parallel === false ? null : false)}
            />
          )}
        </div>
      )}
    </div>
  );
}

/** A tool that the upstream runs is called by its type. */
const nameOf = (tool: JsonRecord): string =>
  asText(asRecord(tool.function)?.name) ?? asText(tool.type) ?? "unnamed";

function choiceOf(value: string): unknown {
  if (value === "") return null;
  return value.startsWith("=") ? { type: "function", function: { name: value.slice(1) } } : value;
}
