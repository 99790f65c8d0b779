import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { JsonRecord } from "@/lib/core/lenient";
import { LANGUAGES } from "@/lib/core/snippets";
import { callCode } from "./call-code";
import { literal } from "./literal";

const TARGET = { baseUrl: "http://localhost:3000/api/v1", keyName: "PATCHBAY_API_KEY" };

const WICKED = [
  `it's "quoted" and \\ back\\\\slashed`,
  "two\nlines\r\n\ttab\nJSON\nEOF",
  "$HOME $".concat("{HOME} $(id) `id` !! %s"),
  "'''triple\"\"\" #{x} {{y}} \\N{DASH} \\x41",
  "ünïcödé 漢字 👩‍👩‍👧 \u{E0041}\u202Etxt.exe\u2066 \u2028\u2029\u0000\u0085\uFEFF",
  "</script><!-- -->",
];

const BODY: JsonRecord = {
  temperature: 0.2,
  seed: 7,
  top_k: 40,
  logit_bias: { 50256: -100 },
  provider: { order: ["acme"], allow_fallbacks: false },
  response_format: {
    type: "json_schema",
    json_schema: { name: "x", schema: JSON.parse('{"__proto__":{"a-b":null}}') },
  },
  model: "acme/one",
  models: ["acme/two"],
  messages: [
    { role: "system", content: WICKED.join(" ") },
    ...WICKED.map((content) => ({ role: "user", content })),
  ],
};

/** What a shell hands to curl, with a `curl` that only prints what it was given. */
function asShellReads(code: string): { args: string[]; body: unknown } {
  const script = `curl() { printf '%s\\0' "$@"; cat; }\n${code}`;
  execFileSync("bash", ["-n", "-c", script]);
  const parts = execFileSync("sh", ["-c", script], {
    encoding: "utf8",
    env: { ...process.env, PATCHBAY_API_KEY: "k" },
  }).split("\0");
  return { args: parts.slice(0, -1), body: JSON.parse(parts.at(-1) ?? "") };
}

/** Reads what Python would: of its literals these are JSON but for three words, one escape and a last comma. */
function asPythonReads(source: string): unknown {
  const json = source.replace(/"(?:[^"\\]|\\.)*"|\b(?:True|False|None)\b|,(?=\s*[\]}])/g, (token) => {
    if (!token.startsWith('"')) return { True: "true", False: "false", ",": "" }[token] ?? "null";
    return token.replace(/\\(?:U([\da-f]{8})|.)/g, (whole, code) =>
      code ? String.fromCodePoint(Number.parseInt(code, 16)) : whole,
    );
  });
  return JSON.parse(json);
}

describe("a request as code", () => {
  let directory: string;
  beforeAll(() => {
    directory = mkdtempSync(join(tmpdir(), "patchbay-code-"));
    mkdirSync(join(directory, "node_modules/openai"), { recursive: true });
    writeFileSync(
      join(directory, "node_modules/openai/index.mjs"),
      `export default class {
        constructor(options) { console.log(JSON.stringify(options)); }
        chat = { completions: { create: async (body) => (console.log(JSON.stringify(body)), { choices: [] }) } };
      }`,
    );
    writeFileSync(
      join(directory, "node_modules/openai/package.json"),
      JSON.stringify({ name: "openai", type: "module", exports: "./index.mjs" }),
    );
  });
  afterAll(() => rmSync(directory, { recursive: true }));

  test("a shell sends exactly that, whatever stands in it", () => {
    const { args, body } = asShellReads(callCode("curl", BODY, TARGET));
    expect(args).toContain(`${TARGET.baseUrl}/chat/completions`);
    expect(args).toContain("Authorization: Bearer k");
    expect(body).toEqual(BODY);
  });

  test("Node sends exactly that", () => {
    const code = callCode("typescript", BODY, TARGET);
    expect(code).toContain("} as OpenAI.ChatCompletionCreateParamsNonStreaming);");
    writeFileSync(join(directory, "call.mjs"), code.replace(/ as OpenAI\.\w+/, ""));
    const [options, body] = execFileSync(process.execPath, [join(directory, "call.mjs")], {
      encoding: "utf8",
      env: { ...process.env, PATCHBAY_API_KEY: "k" },
    }).split("\n");
    expect(JSON.parse(options ?? "")).toEqual({ baseURL: TARGET.baseUrl, apiKey: "k" });
    expect(JSON.parse(body ?? "")).toEqual(BODY);
  });

  test("in Python what OpenAI does not know stands apart", () => {
    const code = callCode("python", BODY, TARGET);
    const call = /create\(\n([\s\S]*)\n\)\nprint/.exec(code)?.[1] ?? "";
    const named = call.split(/^ {4}(?=\w+=)/m).flatMap((part) => {
      const [, name = "", value = ""] = /^(\w+)=([\s\S]*),\s*$/.exec(part) ?? [];
      return name === "" ? [] : [[name, asPythonReads(value)] as const];
    });
    const { extra_body: further, ...known } = Object.fromEntries(named);
    expect({ ...known, ...(further as JsonRecord) }).toEqual(BODY);
    expect(Object.keys(further as JsonRecord)).toEqual(["top_k", "provider", "models"]);
    expect(code).toContain('api_key=os.environ["PATCHBAY_API_KEY"]');
  });

  test.each(LANGUAGES)("in %s nothing stands that cannot be seen", (language) => {
    expect(callCode(language, BODY, TARGET)).not.toMatch(/[\u202E\u2066\u2028\u2029\u0085\uFEFF\u{E0041}]/u);
  });

  test("without more than OpenAI knows the code is plain", () => {
    const body = { model: "acme/one", messages: [{ role: "user", content: "Hi" }] };
    expect(callCode("typescript", body, TARGET)).not.toContain(" as ");
    expect(callCode("python", body, TARGET)).not.toContain("extra_body");
  });
});

test("literals say what they were made of", () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), fc.string({ unit: "binary" }), (value, text) => {
      const all = [value, text];
      expect(JSON.parse(literal(all, "json", 0))).toEqual(JSON.parse(JSON.stringify(all)));
      expect(asPythonReads(literal(all, "python", 0))).toEqual(JSON.parse(JSON.stringify(all)));
    }),
    { numRuns: 40 },
  );
});
