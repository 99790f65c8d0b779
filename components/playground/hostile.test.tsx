// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act, type ReactNode } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, test, vi } from "vitest";
import { encode } from "zod/mini";
import { ModelDetails } from "@/components/catalog/model-details";
import { ModelOption } from "@/components/catalog/model-option";
import { ConversationLinks } from "@/components/shell/conversation-links";
import { FailureNotice } from "@/components/ui/failure-notice";
import { testRoot } from "@/components/ui/testing";
import { listingOf } from "@/lib/catalog/listing";
import { readModel } from "@/lib/catalog/read-model";
import type { Message } from "@/lib/conversations/api";
import { SharedConversation } from "@/lib/conversations/share-api";
import { EVIL, hostileTexts } from "@/lib/core/hostile/testing";
import { revealHidden } from "@/lib/core/reveal-hidden";
import { Answer } from "./answer";
import { ConversationTitle } from "./conversation-title";
import { FarMessage } from "./far-message";
import { isTooMuch } from "./markdown/bounds";
import { cutBlocks } from "./markdown/cut-blocks";
import Markdown from "./markdown/markdown";
import PaneEmpty from "./pane-empty";
import { conversationsQuery } from "./queries";
import { Question } from "./question";
import { SharedView } from "./shared/shared-view";
import { ToolResult } from "./tool-result";

vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
vi.mock("next/navigation", () => ({ usePathname: () => "/", useRouter: () => ({}) }));
vi.mock("next/link", () => ({
  default: ({
    href,
    children,
    prefetch: _,
    ...rest
  }: {
    href: string;
    prefetch: unknown;
    children: ReactNode;
  }) => (
    <a href={href} {...rest}>
      {children}
    </a>
  ),
}));

const CORPUS = hostileTexts();
const texts = CORPUS.map(({ text }) => text);
const KINDS = [...new Set(CORPUS.map(({ kind }) => kind))];
/** What is long is only words there. */
const SHORT = texts.filter((text) => text.length < 4_000);
/** Few of each kind, for what takes long to draw. */
const SOME = texts.filter((text, at) => at % 12 === 0 && text.length < 10_000);

const TAGS = new Set(
  "div span p a ul ol li h1 h2 h3 h4 h5 blockquote em strong del sup br hr section table thead tbody tr th td input pre code figure figcaption button main header article form label textarea bdi mark time details summary dl dt dd svg path line polyline polygon circle rect ellipse g".split(
    " ",
  ),
);
const PLAIN =
  /^(class|role|type|tabindex|target|rel|title|start|checked|disabled|readonly|for|rows|maxlength|spellcheck|placeholder|datetime|value|autocomplete|aria-[a-z]+|data-(tip|live|drop-zone))$/i;
const DRAWING =
  /^(xmlns|width|height|viewBox|fill|stroke|stroke-[a-z]+|d|x|y|x1|x2|y1|y2|r|rx|ry|cx|cy|points)$/;
const OURS = /^\/(c\/|conversations$|generations\/|models\/)/;

/** What is wrong with a page on which somebody's text stands, by its HTML: whoever wrote that escapes `<` and `"`. */
function wrongIn(html: string): string[] {
  const wrong: string[] = [];
  let elements = 0;
  for (const [said, tag = "", attributes = ""] of html.matchAll(
    /<([a-zA-Z!?][^\s/>]*)((?:\s+[^\s=>"]+(?:="[^"]*")?)*)\s*\/?>/g,
  )) {
    elements += 1;
    if (!TAGS.has(tag)) wrong.push(said);
    for (const [, name = "", value = ""] of attributes.matchAll(/\s([^\s=>"]+)(?:="([^"]*)")?/g)) {
      if (name === "href" && tag === "a") {
        if (OURS.test(value)) continue;
        if (!/^(https?:\/\/|mailto:)/.test(value)) wrong.push(said);
        if (!attributes.includes(' rel="noopener noreferrer nofollow"')) wrong.push(said);
      } else if (name === "style") {
        if (!/^text-align:\s?(right|center);?$/.test(value)) wrong.push(said);
      } else if (name === "id") {
        if (!/^[_:«»\w-]{1,12}$/.test(value)) wrong.push(said);
      } else if (!PLAIN.test(name) && !DRAWING.test(name)) wrong.push(said);
      if (name === "class" && value.includes(EVIL)) wrong.push(said);
    }
  }
  if (elements !== (html.match(/<[^/]/g)?.length ?? 0)) wrong.push("something that is no element");
  if (HIDDEN.test(html.replace(/"[^"]*"/g, ""))) wrong.push("hidden characters");
  return wrong;
}

const countIn = (html: string): number => html.match(/<[^/]/g)?.length ?? 0;

const HIDDEN =
  /[\u202A-\u202E\u2066-\u2069\u200B\u2060-\u2064\uFEFF\u00AD]|(?<!\u{1F3F4}[\u{E0030}-\u{E007A}]*)[\u{E0000}-\u{E007F}]/u;

/** Draws in a page that lives, where effects and lazily loaded parts have their turn. */
async function draw(children: ReactNode): Promise<HTMLElement> {
  const page = document.createElement("div");
  const client = new QueryClient();
  client.setQueryData(conversationsQuery.queryKey, {
    conversations: texts.slice(0, 50).map((title, at) => ({
      ...{
        id: `c${at}`,
        title,
        updatedAt: new Date(0),
        models: [title],
        pinned: false,
        folder: title,
        match: title,
      },
    })),
    ...{ nextCursor: null, folders: [] },
  });
  await act(async () => {
    testRoot(page).render(<QueryClientProvider client={client}>{children}</QueryClientProvider>);
    await import("./markdown/markdown");
  });
  return page;
}

test("the corpus is large, and all of it different", () => {
  expect(new Set(texts).size).toBeGreaterThanOrEqual(1_000);
});

describe("an answer", () => {
  test.each(KINDS)("runs nothing, loads nothing, hides nothing: %s, also while it arrives", (kind) => {
    const wrong: string[] = [];
    const own = CORPUS.filter((hostile) => hostile.kind === kind);
    for (const [at, { text: whole }] of own.entries()) {
      // A few of the largest are enough; how all of them are cut is seen below.
      if (whole.length > 10_000 && at % 16 !== 1) continue;
      // Cut in the middle every other time, as a stream may be at any moment.
      const live = at % 2 === 1 && whole.length < 1_000;
      const text = live ? whole.slice(0, Math.ceil((whole.length * 2) / 3)) : whole;
      const html = renderToStaticMarkup(<Markdown text={text} live={live} />);
      const found = wrongIn(html);
      const elements = countIn(html);
      if (elements > 60 + 2 * text.length || elements > 10_000) found.push(`${elements} elements`);
      if (found.length > 0)
        wrong.push(`${JSON.stringify(text.slice(0, 120))}: ${found.slice(0, 3).join(", ")}`);
    }
    expect(wrong.slice(0, 12)).toEqual([]);
  });

  test("is read as markdown only within bounds: what would take long is shown as it is written", () => {
    for (const { kind, text } of CORPUS) {
      const blocks = cutBlocks(revealHidden(text));
      const markdown = blocks.filter((block) => block.kind === "markdown");
      expect(markdown.some((block) => isTooMuch(block.text))).toBe(false);
      expect(markdown.length).toBeLessThanOrEqual(2_000);
      if (kind !== "large") continue;
      const read = markdown.reduce((sum, block) => sum + block.text.length, 0);
      if (text.length > 500_000) expect(read).toBe(0);
    }
  });

  test("with its thoughts, calls, failure and all stands in a page that lives", async () => {
    const answers = SOME.map(
      (text): Message => ({
        ...{ id: text, parentId: null, turnId: null, role: "assistant", content: text, reasoning: text },
        ...{ attachments: [], images: [text], toolCalls: [{ name: text, arguments: text }], siblings: [] },
        ...{ answerSchema: null, generation: null, createdAt: new Date(0) },
      }),
    );
    const page = await draw(
      answers.map((message) => (
        <Answer
          {...{ message, model: "", alias: "A", best: false, row: null, stream: null, tools: null }}
          {...{
            fastest: false,
            cheapest: false,
            onRetry: null,
            onSwitchModel: null,
            onResults: async () => true,
          }}
          key={message.id}
        />
      )),
    );
    await act(async () => {
      for (const button of page.querySelectorAll<HTMLElement>("[aria-expanded=false]")) button.click();
    });
    expect(page.querySelectorAll("article")).toHaveLength(SOME.length);
    expect(page.querySelectorAll("[aria-expanded=true]").length).toBeGreaterThan(SOME.length / 2);
    expect(wrongIn(page.innerHTML).slice(0, 12)).toEqual([]);
  });
});

describe("everywhere else it is words", () => {
  const message: Omit<Message, "content"> = {
    ...{ id: "m", parentId: null, turnId: null, role: "user", reasoning: "", attachments: [], images: [] },
    ...{ toolCalls: [], answerSchema: null, siblings: [], generation: null, createdAt: new Date(0) },
  };
  const failure = { code: "provider_failed", by: "provider", remedy: "retry" } as const;
  const actions = {} as never;
  test.each<[string, (text: string) => ReactNode]>([
    ["a message far away", (text) => <FarMessage label={null} text={text} />],
    ["an answer far away", (text) => <FarMessage label="Answer of a model" text={text} />],
    [
      "a question",
      (text) => <Question text={text} message={{ ...message, content: text }} busy actions={actions} />,
    ],
    ["what a tool answered", (text) => <ToolResult name={text} text={text} />],
    [
      "the words of a provider",
      (text) => <FailureNotice failure={{ ...failure, message: text, said: text, provider: text }} />,
    ],
    ["a title", (text) => <ConversationTitle id="c" title={text} />],
  ])("%s", async (_, show) => {
    const wrong: string[] = [];
    for (const text of SHORT) {
      const html = renderToStaticMarkup(show(text));
      const found = wrongIn(html);
      if (countIn(html) > 60) found.push("too many elements");
      if (found.length > 0) wrong.push(`${JSON.stringify(text.slice(0, 80))}: ${found[0]}`);
    }
    expect(wrong.slice(0, 12)).toEqual([]);
  });

  test("the list of conversations", async () => {
    const page = await draw(<ConversationLinks />);
    expect(page.querySelectorAll("li")).toHaveLength(50);
    expect(wrongIn(page.innerHTML).slice(0, 12)).toEqual([]);
  });

  test("names and descriptions of models", async () => {
    const named = SHORT.filter((_, at) => at % 3 === 0);
    const models = named.flatMap(
      (text) => readModel({ id: "acme/one", name: text, description: text }) ?? [],
    );
    expect(models).toHaveLength(named.length);
    const catalog = { models: [], repriced: {} };
    const wrong: string[] = [];
    for (const model of models) {
      const [listed] = listingOf([model]);
      const html = renderToStaticMarkup(
        <QueryClientProvider client={new QueryClient()}>
          <PaneEmpty row={model} blind={false} />
          {listed && (
            <ModelOption
              {...{
                listed,
                chosen: false,
                favourite: false,
                recommended: false,
                barred: false,
                before: undefined,
              }}
            />
          )}
        </QueryClientProvider>,
      );
      wrong.push(...wrongIn(html));
    }
    expect(wrong.slice(0, 12)).toEqual([]);
    const details = models.filter((_, at) => at % 40 === 0);
    const page = await draw(
      details.map((model, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: they are nothing but their place
        <ModelDetails key={at} {...{ model, id: model.id, onId: () => {}, catalog, settled: false }} />
      )),
    );
    expect(wrongIn(page.innerHTML).slice(0, 12)).toEqual([]);
  });

  test("a conversation that is shared", async () => {
    const said = (role: "user" | "assistant" | "tool", text: string) => ({
      ...{
        role,
        content: text,
        images: [text],
        toolCalls: [{ name: text, arguments: text }],
        createdAt: new Date(0),
      },
      ...{ attachments: [], model: text, cost: null },
    });
    const messages = SOME.flatMap((text) => [
      said("user", text),
      said("assistant", text),
      said("tool", text),
    ]);
    const shared = { title: SOME.join(" "), sharedAt: new Date(0), expiresAt: new Date(1) };
    const wire = encode(SharedConversation, {
      ...shared,
      panes: [{ model: SOME[0] ?? "", system: SOME.join("\n"), messages }],
    });
    const page = await draw(<SharedView wire={wire} />);
    expect(page.querySelectorAll("article")).toHaveLength(SOME.length);
    expect(wrongIn(page.innerHTML).slice(0, 12)).toEqual([]);
  });
});
