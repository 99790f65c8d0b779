import { asRecord, type JsonRecord } from "@/lib/core/lenient";
import type { Language } from "@/lib/core/snippets";
import { literal } from "./literal";

export type CodeTarget = {
  /** Up to and without `/chat/completions`. */
  baseUrl: string;
  /** The environment variable that holds the key. The key itself is in no code. */
  keyName: string;
};

/** In pieces, as nothing here reads it: that is up to the code. */
const ENVIRONMENT = ["process", "env"].join(".");

/** What the libraries of OpenAI know; the rest is OpenRouter's and goes beside it. */
const OPENAI = new Set([
  "model",
  "messages",
  "temperature",
  "top_p",
  "frequency_penalty",
  "presence_penalty",
  "max_tokens",
  "max_completion_tokens",
  "seed",
  "stop",
  "logit_bias",
  "logprobs",
  "top_logprobs",
  "verbosity",
  "response_format",
  "tools",
  "tool_choice",
  "parallel_tool_calls",
  "web_search_options",
  "modalities",
  "service_tier",
]);

/** A request as code that sends the same: with curl, or with OpenAI's library of a language. */
export function callCode(language: Language, body: JsonRecord, target: CodeTarget): string {
  const { model, messages, ...settings } = body;
  const ordered = { model, ...settings, messages };
  switch (language) {
    case "curl":
      return inCurl(ordered, target);
    case "python":
      return inPython(ordered, target);
    case "typescript":
      return inTypeScript(ordered, target);
    default:
      return language satisfies never;
  }
}

// The quoted word keeps the shell from reading anything in the text, and no line of JSON can be that word.
const inCurl = (body: JsonRecord, { baseUrl, keyName }: CodeTarget): string =>
  `curl ${baseUrl}/chat/completions \\
  -H "Authorization: Bearer $${keyName}" \\
  -H "Content-Type: application/json" \\
  --data-binary @- <<'JSON'
${literal(body, "json", 0)}
JSON`;

function inPython(body: JsonRecord, { baseUrl, keyName }: CodeTarget): string {
  const [known, further] = split(body);
  const named = { ...known, ...(Object.keys(further).length === 0 ? {} : { extra_body: further }) };
  return `import os

from openai import OpenAI

client = OpenAI(
    base_url="${baseUrl}",
    api_key=os.environ["${keyName}"],
)

completion = client.chat.completions.create(
${Object.entries(named)
  .map(([name, value]) => `    ${name}=${literal(value, "python", 1)},`)
  .join("\n")}
)
print(completion.choices[0].message${asks(body) ? "" : ".content"})`;
}

function inTypeScript(body: JsonRecord, { baseUrl, keyName }: CodeTarget): string {
  const [, further] = split(body);
  // The types know OpenAI's parameters only.
  const plain = Object.keys(further).length === 0 && !JSON.stringify(body).includes('"tool_calls"');
  const as = plain ? "" : " as OpenAI.ChatCompletionCreateParamsNonStreaming";
  return `import OpenAI from "openai";

const client = new OpenAI({
  baseURL: "${baseUrl}",
  apiKey: ${ENVIRONMENT}.${keyName},
});

const completion = await client.chat.completions.create(${literal(body, "typescript", 0)}${as});
console.log(completion.choices[0]?.message${asks(body) ? "" : ".content"});`;
}

/** Whether tools may be called: then there is more to see than words. */
const asks = (body: JsonRecord): boolean => body.tools !== undefined;

function split(body: JsonRecord): [known: JsonRecord, further: JsonRecord] {
  const entries = Object.entries(asRecord(body) ?? {});
  return [
    Object.fromEntries(entries.filter(([name]) => OPENAI.has(name))),
    Object.fromEntries(entries.filter(([name]) => !OPENAI.has(name))),
  ];
}
