"use client";

import { type Components, toJsxRuntime } from "hast-util-to-jsx-runtime";
import { isValidElement, type ReactNode } from "react";
import { Fragment, jsx, jsxs } from "react/jsx-runtime";
import remarkGfm from "remark-gfm";
import remarkParse from "remark-parse";
import remarkRehype from "remark-rehype";
import { unified } from "unified";
import { revealHidden } from "@/lib/core/reveal-hidden";
import { CodeBlock } from "./code-block";
import { ExternalLink } from "./external-link";
import { ImageBox } from "./image-box";

/**
 * One block of markdown. No HTML of the model's own, no id, class or style of its choice, nothing fetched. What was read
 * is not kept with what is drawn: of eight long answers that would be a megabyte or two.
 */
export function MarkdownBlock({ text }: { text: string }) {
  "use memo";
  return toJsxRuntime(READER.runSync(READER.parse(text)), {
    ...{ Fragment, jsx, jsxs, components: COMPONENTS, ignoreInvalidStyle: true, passKeys: true },
  });
}

const READER = unified()
  .use(remarkParse)
  .use(remarkGfm)
  .use(remarkRehype, {
    handlers: {
      // HTML is words like any others.
      html: (_, { value }: { value: string }) => ({ type: "text", value }),
      // What was written as a character reference is a character only now.
      text: (_, { value }: { value: string }) => ({ type: "text", value: revealHidden(value) }),
    },
  })
  .freeze();

type Children = { children?: ReactNode };

/** Every element is made anew from its children alone, so that no attribute comes through unasked. */
const bare =
  (
    Tag:
      | "p"
      | "ul"
      | "h3"
      | "h4"
      | "h5"
      | "blockquote"
      | "em"
      | "strong"
      | "del"
      | "sup"
      | "thead"
      | "tbody"
      | "tr"
      | "section",
  ) =>
  ({ children }: Children) => <Tag>{children}</Tag>;

const COMPONENTS: Components = {
  p: bare("p"),
  ul: bare("ul"),
  ol: ({ children, start }) => <ol {...(typeof start === "number" && { start })}>{children}</ol>,
  li: ({ children }) => <li>{children}</li>,
  // The page has its own first and second heading; an answer's begin below them.
  h1: bare("h3"),
  h2: bare("h3"),
  h3: bare("h4"),
  h4: bare("h4"),
  h5: bare("h5"),
  h6: bare("h5"),
  blockquote: bare("blockquote"),
  em: bare("em"),
  strong: bare("strong"),
  del: bare("del"),
  sup: bare("sup"),
  section: bare("section"),
  thead: bare("thead"),
  tbody: bare("tbody"),
  tr: bare("tr"),
  th: ({ children, style }) => <th style={alignment(style?.textAlign)}>{children}</th>,
  td: ({ children, style }) => <td style={alignment(style?.textAlign)}>{children}</td>,
  table: ({ children }) => (
    // A scrolling region must be reachable by keyboard.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <section aria-label="Table" tabIndex={0} className="overflow-x-auto">
      <table>{children}</table>
    </section>
  ),
  a: ({ children, href }) => <ExternalLink href={href}>{children}</ExternalLink>,
  img: ({ src, alt }) => <ImageBox src={typeof src === "string" ? src : ""} alt={alt ?? ""} />,
  input: ({ checked }) => (
    <input
      type="checkbox"
      checked={checked === true}
      disabled
      readOnly
      aria-label={checked ? "done" : "to do"}
    />
  ),
  // Code inside a list item or a quote.
  pre: ({ children }) => (
    <CodeBlock code={textOf(children).replace(/\n$/, "")} language="" complete={false} />
  ),
  code: ({ children }) => <code>{textOf(children)}</code>,
};

const alignment = (align: unknown) =>
  align === "right" || align === "center" ? ({ textAlign: align } as const) : undefined;

const textOf = (children: ReactNode): string => {
  if (isValidElement<Children>(children)) return textOf(children.props.children);
  return Array.isArray(children) ? children.map(textOf).join("") : String(children ?? "");
};
