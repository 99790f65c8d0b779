"use client";

import { type FormEvent, useState } from "react";
import { Button } from "@/components/ui/button";
import { TextField } from "@/components/ui/field";
import { asRecord, asText, type JsonRecord } from "@/lib/core/lenient";
import { JsonEditor } from "./json-editor";
import { NAME, NAME_PROBLEM, readSchema } from "./read-schema";

type Props = {
  /** Null for a new one, which begins as an example. */
  tool: JsonRecord | null;
  /** Names of the other tools. */
  taken: readonly string[];
  onSave: (tool: JsonRecord) => void;
  onCancel: () => void;
};

const EXAMPLE = {
  type: "object",
  properties: { city: { type: "string", description: "Its name, without the country" } },
  required: ["city"],
  additionalProperties: false,
};

/** One tool: its name, what it is for, and the schema of its arguments. */
export function ToolEditor({ tool, taken, onSave, onCancel }: Props) {
  const before = asRecord(tool?.function) ?? {};
  const [name, setName] = useState(asText(before.name) ?? "get_weather");
  const [description, setDescription] = useState(
    asText(before.description) ?? (tool ? "" : "The weather in a city right now"),
  );
  const [text, setText] = useState(() =>
    JSON.stringify(tool ? (before.parameters ?? { type: "object", properties: {} }) : EXAMPLE, null, 2),
  );
  const { schema, problems } = readSchema(text);
  const problem = !NAME.test(name)
    ? NAME_PROBLEM
    : taken.includes(name)
      ? "Another tool has this name"
      : null;
  const save = (event: FormEvent) => {
    event.preventDefault();
    if (problem !== null || !schema) return;
    const { description: _before, ...rest } = before;
    const said = description.trim() === "" ? {} : { description };
    onSave({ type: "function", function: { ...rest, name, ...said, parameters: schema } });
  };
  return (
    <form noValidate aria-label="Tool" onSubmit={save} className="space-y-4 pt-4">
      <TextField
        label="Name"
        value={name}
        problem={problem}
        className="w-full font-mono"
        onChange={(event) => setName(event.target.value)}
      />
      <TextField
        label="What it does, for the model to know when to call it"
        value={description}
        maxLength={10_000}
        onChange={(event) => setDescription(event.target.value)}
      />
      <JsonEditor
        label="Arguments, as a JSON schema"
        text={text}
        problems={problems}
        onText={setText}
        rows={10}
      />
      <div className="flex justify-end gap-2">
        <Button onClick={onCancel}>Cancel</Button>
        <Button type="submit" look="primary" disabled={problem !== null || !schema}>
          Save tool
        </Button>
      </div>
    </form>
  );
}
