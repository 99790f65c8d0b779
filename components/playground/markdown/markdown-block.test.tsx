import fc from "fast-check";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { MarkdownBlock } from "./markdown-block";

const ADDRESSES = [
  "https://a.example/x",
  "http://a.example",
  "mailto:a@b.example",
  "javascript:alert(1)",
  "JaVa&#x53;cript:alert(1)",
  "java&Tab;script:alert(1)",
  "data:text/html,x",
  "data:image/svg+xml;base64,PHN2Zz4=",
  "blob:https://a/b",
  "file:///etc/passwd",
  "//evil.example/x.png",
  "/api/conversations",
  "#main",
  "https://bank.example@evil.example",
];
const SHAPES: ((address: string) => string)[] = [
  (address) => `[a](${address})`,
  (address) => `![a](${address})`,
  (address) => `[![a](${address})](${address})`,
  (address) => `<${address}>`,
  (address) => address,
  (address) => `[a][r]\n\n[r]: ${address}\n`,
  (address) => `![a][i]\n\n[i]: <${address}>\n`,
  (address) => `b[^n]\n\n[^n]: ![c](${address})\n`,
  (address) => `<img src="${address}" srcset="${address} 2x" onerror="x()">`,
  (address) => `<a href="${address}" id="x" class="y" style="z" ping="${address}">a</a>`,
  (address) => `<svg><image href="${address}"/></svg><video poster="${address}"></video>`,
  (address) => `| [a](${address}) | b |\n|---|:-:|\n| ![c](${address}) | <script>${address}</script> |\n`,
  (address) => `- [ ] [a](${address})\n  > \`\`\`html\n  > <iframe src="${address}">\n  > \`\`\`\n`,
];

test("whatever is written, every address that comes out is a whole http, https or mail address", () => {
  const piece = fc
    .tuple(fc.constantFrom(...SHAPES), fc.constantFrom(...ADDRESSES))
    .map(([shape, address]) => shape(address));
  fc.assert(
    fc.property(
      fc.array(piece, { maxLength: 6 }),
      fc.constantFrom("\n\n", "\n", " ", "*", "> "),
      (all, gap) => {
        const html = renderToStaticMarkup(<MarkdownBlock text={all.join(gap)} />);
        const tags = html.match(/<[a-z][^>]*>/g) ?? [];
        for (const [, name, value] of tags
          .join("")
          .matchAll(/\s(href|src|srcset|ping|poster|action)="([^"]*)"/g)) {
          expect(name).toBe("href");
          expect(value).toMatch(/^(https?:\/\/|mailto:)/);
        }
        // Our own icons aside, nothing that fetches, runs or bears a name of the model's choice.
        expect(tags.filter((tag) => /^<(script|iframe|img|video|style|link|form|image)/.test(tag))).toEqual(
          [],
        );
        expect(tags.filter((tag) => /\s(on\w+|id)="/.test(tag))).toEqual([]);
        // A link in a link is no HTML, and a page that is drawn again does not match it.
        expect(html).not.toMatch(/<a\s(?:(?!<\/a>).)*<a\s/s);
      },
    ),
  );
});

test("code in a list is a block of its own, also when it is a line, and between words it never is", () => {
  expect(renderToStaticMarkup(<MarkdownBlock text={"- a\n\n      one();\n"} />)).toContain("<figure");
  expect(renderToStaticMarkup(<MarkdownBlock text={"a `b\nc` d"} />)).toBe("<p>a <code>b c</code> d</p>");
});

test("a picture in a link is its name, and has a link of its own only where there is none around it", () => {
  const linksIn = (text: string) => {
    const html = renderToStaticMarkup(<MarkdownBlock text={text} />);
    expect(html).toContain("Build");
    return [...html.matchAll(/href="([^"]*)"/g)].map(([, address]) => address);
  };
  const picture = "![Build](https://a.example/b.png)";
  expect(linksIn(`[${picture} *passes*](https://b.example/)`)).toEqual(["https://b.example/"]);
  expect(linksIn(picture)).toEqual(["https://a.example/b.png"]);
  expect(linksIn(`[${picture}](#main)`)).toEqual(["https://a.example/b.png"]);
});
