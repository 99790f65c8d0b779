import {
  createHighlighterCore,
  type HighlighterCore,
  type LanguageRegistration,
  type TokensResult,
} from "shiki/core";
import { createJavaScriptRegexEngine } from "shiki/engine/javascript";
import { othersFirst } from "@/lib/core/others-first";

export type Line = { text: string; style: Record<string, string> }[];

/** What would take long, and hold up what comes after it, stays plain. */
const LONGEST = 20_000;
const LONGEST_LINE = 1000;

type Grammar = () => Promise<{ default: LanguageRegistration[] }>;

/** The languages that answers are written in; each is loaded when it first occurs. */
const GRAMMARS: Record<string, Grammar> = {
  bash: () => import("shiki/langs/bash.mjs"),
  c: () => import("shiki/langs/c.mjs"),
  cpp: () => import("shiki/langs/cpp.mjs"),
  csharp: () => import("shiki/langs/csharp.mjs"),
  css: () => import("shiki/langs/css.mjs"),
  diff: () => import("shiki/langs/diff.mjs"),
  docker: () => import("shiki/langs/docker.mjs"),
  go: () => import("shiki/langs/go.mjs"),
  graphql: () => import("shiki/langs/graphql.mjs"),
  html: () => import("shiki/langs/html.mjs"),
  java: () => import("shiki/langs/java.mjs"),
  javascript: () => import("shiki/langs/javascript.mjs"),
  json: () => import("shiki/langs/json.mjs"),
  kotlin: () => import("shiki/langs/kotlin.mjs"),
  php: () => import("shiki/langs/php.mjs"),
  python: () => import("shiki/langs/python.mjs"),
  ruby: () => import("shiki/langs/ruby.mjs"),
  rust: () => import("shiki/langs/rust.mjs"),
  sql: () => import("shiki/langs/sql.mjs"),
  swift: () => import("shiki/langs/swift.mjs"),
  toml: () => import("shiki/langs/toml.mjs"),
  tsx: () => import("shiki/langs/tsx.mjs"),
  typescript: () => import("shiki/langs/typescript.mjs"),
  xml: () => import("shiki/langs/xml.mjs"),
  yaml: () => import("shiki/langs/yaml.mjs"),
};

const ALIASES: Record<string, string> = {
  "c#": "csharp",
  "c++": "cpp",
  cs: "csharp",
  dockerfile: "docker",
  js: "javascript",
  jsx: "tsx",
  kt: "kotlin",
  py: "python",
  rb: "ruby",
  rs: "rust",
  sh: "bash",
  shell: "bash",
  ts: "typescript",
  yml: "yaml",
  zsh: "bash",
};

let highlighter: Promise<HighlighterCore> | undefined;
/** By name; each is compiled once, however many wait for it. */
const compiled = new Map<string, Promise<void>>();

/** Lines that are coloured in one go: a long text takes a second, and may be wanted by nobody before that is over. */
const AT_ONCE = 10;

/**
 * Code in coloured pieces, both themes at once; null when its language is not known, it is too long, or nobody wants
 * it any more.
 */
export async function highlight(
  code: string,
  language: string,
  isWanted = () => true,
): Promise<Line[] | null> {
  const name = language.toLowerCase();
  const grammar = Object.hasOwn(ALIASES, name) ? (ALIASES[name] ?? name) : name;
  const load = Object.hasOwn(GRAMMARS, grammar) ? GRAMMARS[grammar] : undefined;
  if (!load || code.length > LONGEST) return null;
  highlighter ??= createHighlighterCore({
    themes: [import("shiki/themes/github-light-default.mjs"), import("shiki/themes/github-dark-default.mjs")],
    langs: [],
    // Regular expressions of the browser's own: no WebAssembly, which the content security policy forbids.
    engine: createJavaScriptRegexEngine({ forgiving: true }),
  });
  // What did not come may come another time.
  const shiki = await highlighter.catch((error: unknown) => {
    highlighter = undefined;
    throw error;
  });
  const tokenize = (text: string, tokenizeTimeLimit: number, before: TokensResult | null = null) =>
    shiki.codeToTokens(text, {
      // Where the lines before left off: in a comment, say.
      ...(before?.grammarState && { grammarState: before.grammarState }),
      lang: grammar,
      themes: { light: "github-light-default", dark: "github-dark-default" },
      defaultColor: false,
      tokenizeMaxLineLength: LONGEST_LINE,
      tokenizeTimeLimit,
    });
  const compile = async () => {
    await shiki.loadLanguage((await load()).default);
    // The first lines compile the grammar, which would use up the time that a line is given.
    tokenize(code.slice(0, 400), 1000);
  };
  if (!compiled.has(grammar)) compiled.set(grammar, compile());
  await compiled.get(grammar)?.catch((error: unknown) => {
    compiled.delete(grammar);
    throw error;
  });
  const lines = code.split("\n");
  const done: Line[] = [];
  let last: TokensResult | null = null;
  for (let at = 0; at < lines.length; at += AT_ONCE) {
    if (at > 0) await othersFirst();
    if (!isWanted()) return null;
    last = tokenize(lines.slice(at, at + AT_ONCE).join("\n"), 100, last);
    for (const line of last.tokens)
      done.push(line.map(({ content, htmlStyle }) => ({ text: content, style: htmlStyle ?? {} })));
  }
  return done;
}
