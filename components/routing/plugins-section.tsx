"use client";

import { type ReactNode, useState } from "react";
import { Field, TextField } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { formatExactUsd } from "@/lib/core/format";
import { asArray, asText, type JsonRecord } from "@/lib/core/lenient";
import { times } from "@/lib/core/money";
import { pluginIn, withOption, withPlugin } from "./plugin-setting";
import type { SectionProps } from "./section";

const SEARCHERS = ["native", "exa", "firecrawl", "parallel", "perplexity"];
const PARSERS: readonly (readonly [engine: string, label: string])[] = [
  ["native", "The model itself"],
  ["cloudflare-ai", "cloudflare-ai, free"],
  ["mistral-ocr", "mistral-ocr, $2 per 1,000 pages"],
];

/** What OpenRouter does around the model's answer, and bills. */
export default function PluginsSection({ parameters, row, onParameter }: SectionProps) {
  const put = (id: string, options: JsonRecord | null) =>
    onParameter("plugins", withPlugin(parameters, id, options));
  const [web, files, shortened] = ["web", "file-parser", "context-compression"].map((id) =>
    pluginIn(parameters, id),
  );
  const isOn = (plugin: JsonRecord | null | undefined) => plugin != null && plugin.enabled !== false;
  const pdf = files?.pdf;
  const price = row?.prices.webSearch;
  return (
    <div className="divide-y divide-line">
      <Plugin
        name="Web search"
        sentence="Looks the question up and gives the model what was found. It costs extra: about $0.007 a request with Exa for ten results, and $0.001 for each further one."
        note={
          price === undefined
            ? null
            : `This model's own search costs ${formatExactUsd(times(price, 1))} each.`
        }
        on={isOn(web)}
        onToggle={() => put("web", isOn(web) ? null : {})}
      >
        {web && <WebOptions web={web} onWeb={(options) => put("web", options)} />}
      </Plugin>
      <Plugin
        name="File parsing"
        sentence="Reads attached PDFs. Unless it is set, the model reads them itself where it can, and mistral-ocr does where not."
        on={isOn(files)}
        onToggle={() => put("file-parser", isOn(files) ? null : {})}
      >
        <Field label="Engine">
          <Select
            label="Engine for files"
            value={(typeof pdf === "object" && pdf && "engine" in pdf && asText(pdf.engine)) || ""}
            onChange={({ target: { value } }) =>
              put("file-parser", value === "" ? {} : { pdf: { engine: value } })
            }
          >
            <option value="">Not set</option>
            {PARSERS.map(([engine, label]) => (
              <option key={engine} value={engine}>
                {label}
              </option>
            ))}
          </Select>
        </Field>
      </Plugin>
      <div className="flex items-start gap-4 py-3 max-sm:flex-col max-sm:gap-2">
        <div className="min-w-0 flex-1">
          <p>Context compression</p>
          <p className="text-xs text-muted">
            Leaves out the middle of what is too long for the model, at no extra cost. Unless it is set, it is
            on for models with a context of 8,192 tokens or less.
          </p>
        </div>
        <Select
          label="Context compression"
          value={shortened ? (isOn(shortened) ? "on" : "off") : ""}
          onChange={({ target: { value } }) => put("context-compression", COMPRESSIONS[value] ?? null)}
        >
          <option value="">Not set</option>
          <option value="on">On</option>
          <option value="off">Off</option>
        </Select>
      </div>
    </div>
  );
}

const COMPRESSIONS: Record<string, JsonRecord> = {
  on: { engine: "middle-out" },
  off: { enabled: false },
};

type PluginProps = {
  name: string;
  sentence: string;
  note?: string | null;
  on: boolean;
  onToggle: () => void;
  children: ReactNode;
};

function Plugin({ name, sentence, note = null, on, onToggle, children }: PluginProps) {
  return (
    <div className="space-y-3 py-3">
      <div>
        <div className="flex items-center justify-between gap-4">
          <p aria-hidden>{name}</p>
          <Switch label={name} hiddenLabel on={on} onToggle={onToggle} />
        </div>
        <p className="text-xs text-muted">
          {sentence} {note}
        </p>
      </div>
      {on && <div className="flex flex-wrap gap-x-4 gap-y-3">{children}</div>}
    </div>
  );
}

type WebProps = { web: JsonRecord; onWeb: (options: JsonRecord) => void };

function WebOptions({ web, onWeb }: WebProps) {
  const set = (name: string, value: unknown) => onWeb(withOption(web, name, value));
  return (
    <>
      <Field label="Engine">
        <Select
          label="Search engine"
          value={asText(web.engine) ?? ""}
          onChange={({ target: { value } }) => set("engine", value === "" ? null : value)}
        >
          <option value="">Not set</option>
          {SEARCHERS.map((engine) => (
            <option key={engine}>{engine}</option>
          ))}
        </Select>
      </Field>
      <Written
        label="Most results"
        shown={typeof web.max_results === "number" ? String(web.max_results) : ""}
        placeholder="5"
        className="w-24"
        read={readCount}
        onValue={(count) => set("max_results", count)}
      />
      {(["include_domains", "exclude_domains"] as const).map((name) => (
        <Written
          key={name}
          label={name === "include_domains" ? "Only these domains" : "Not these domains"}
          shown={asArray(web[name]).join(", ")}
          placeholder="example.com, …"
          className="w-56 max-sm:w-full"
          read={readDomains}
          onValue={(domains) => set(name, domains)}
        />
      ))}
    </>
  );
}

type Read = { value: unknown } | { problem: string };
type WrittenProps = {
  label: string;
  shown: string;
  placeholder: string;
  className: string;
  read: (text: string) => Read;
  onValue: (value: unknown) => void;
};

/** Taken over when the field is left. */
function Written({ label, shown, placeholder, className, read, onValue }: WrittenProps) {
  const [text, setText] = useState(shown);
  const [problem, setProblem] = useState<string | null>(null);
  return (
    <TextField
      label={label}
      value={text}
      placeholder={placeholder}
      autoComplete="off"
      className={className}
      problem={problem}
      onChange={(event) => setText(event.target.value)}
      onBlur={() => {
        const found = read(text);
        setProblem("problem" in found ? found.problem : null);
        if ("value" in found && text !== shown) onValue(found.value);
      }}
    />
  );
}

function readCount(text: string): Read {
  if (text.trim() === "") return { value: null };
  const count = Number(text);
  return Number.isInteger(count) && count >= 1 && count <= 25
    ? { value: count }
    : { problem: "From 1 to 25" };
}

function readDomains(text: string): Read {
  const domains = text.split(/[\s,]+/).filter((domain) => domain !== "");
  const bad = domains.find((domain) => domain.length > 253 || !/^[^\s/]+\.[^\s/]+$/.test(domain));
  return bad === undefined
    ? { value: domains.slice(0, 100) }
    : { problem: `${bad.slice(0, 40)} is no domain` };
}
