"use client";

import { useState } from "react";
import { TextField } from "@/components/ui/field";
import { Segmented } from "@/components/ui/segmented";
import { Switch } from "@/components/ui/switch";
import type { CatalogModel } from "@/lib/catalog/model";
import { asRecord, asText, type JsonRecord } from "@/lib/core/lenient";
import { JsonEditor } from "./json-editor";
import { NAME, NAME_PROBLEM, readSchema } from "./read-schema";
import type { SectionProps } from "./section";

const FORMATS = [
  { value: "", label: "Not set" },
  { value: "text", label: "Text" },
  { value: "json_object", label: "JSON" },
  { value: "json_schema", label: "JSON schema" },
] as const;

const EXAMPLE = {
  name: "answer",
  strict: true,
  schema: {
    type: "object",
    properties: {
      answer: { type: "string", description: "In one sentence" },
      confidence: { type: "number", minimum: 0, maximum: 1 },
    },
    required: ["answer", "confidence"],
    additionalProperties: false,
  },
};

/** What the answer has to look like. */
export default function FormatSection({ parameters, row, onParameter }: SectionProps) {
  const format = asRecord(parameters.response_format);
  const type = asText(format?.type) ?? "";
  const choose = (next: string) =>
    onParameter(
      "response_format",
      next === "" ? null : { type: next, ...(next === "json_schema" ? { json_schema: EXAMPLE } : {}) },
    );
  return (
    <div className="space-y-4 pt-4">
      <Segmented label="Format of the answer" value={type} options={FORMATS} onChange={choose} />
      <p className="text-xs text-muted">{adviceOn(type, row)}</p>
      {type === "json_schema" && (
        <SchemaForm
          format={asRecord(format?.json_schema) ?? {}}
          onFormat={(json_schema) => onParameter("response_format", { type, json_schema })}
        />
      )}
    </div>
  );
}

/** What a choice means for this model. */
function adviceOn(type: string, row: CatalogModel | null): string {
  const supports = (name: string) => row === null || row.supportedParameters.includes(name);
  if (type === "json_object")
    return supports("response_format")
      ? "The answer is one JSON object. Say in the prompt what it should hold; some providers insist on the word JSON there."
      : "No provider of this model promises JSON; the setting may be ignored.";
  if (type === "json_schema")
    return supports("structured_outputs")
      ? "The answer is JSON that fits the schema. Each answer is checked against it."
      : `No provider of this model promises to keep to a schema.${supports("response_format") ? " Each answer is checked against it all the same." : ""}`;
  return "Nothing is asked of the answer's form.";
}

type FormProps = { format: JsonRecord; onFormat: (format: JsonRecord) => void };

/** The schema with its name. Taken over whenever it is valid and a field is left. */
function SchemaForm({ format, onFormat }: FormProps) {
  const [name, setName] = useState(asText(format.name) ?? "");
  const [text, setText] = useState(() => JSON.stringify(format.schema ?? {}, null, 2));
  const strict = format.strict === true;
  const named = NAME.test(name);
  const { schema, problems } = readSchema(text);
  const save = (written: string, isStrict = strict) => {
    const read = readSchema(written);
    const next = { name, strict: isStrict, schema: read.schema };
    const before = { name: format.name, strict, schema: format.schema };
    if (read.schema && named && JSON.stringify(next) !== JSON.stringify(before)) onFormat(next);
  };
  return (
    <div className="space-y-3">
      <div className="flex flex-wrap items-end justify-between gap-3">
        <TextField
          label="Name of the schema"
          value={name}
          className="w-56 font-mono"
          problem={named ? null : NAME_PROBLEM}
          onChange={(event) => setName(event.target.value)}
          onBlur={() => save(text)}
        />
        <Switch
          label="Strict"
          tip="The provider holds the model to the schema, where it can"
          on={strict}
          onToggle={() => save(text, !strict)}
        />
      </div>
      <JsonEditor label="JSON schema" text={text} problems={problems} onText={setText} onDone={save} />
      <p role="status" className="text-xs text-muted">
        {schema && named
          ? "Valid. It is kept when you leave the field."
          : "Not valid yet: what was kept last is what is sent."}
      </p>
    </div>
  );
}
