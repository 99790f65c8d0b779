import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { revealHidden } from "@/lib/core/reveal-hidden";
import { createBlockCutter, cutBlocks } from "./cut-blocks";
import { isDrawnImage, readableUrl, safeUrl } from "./safe-url";

describe("blocks", () => {
  const text =
    "# Title\n\nSome *text*\nin two lines\n\n- one\n- two\n\n```ts\nconst a = 1;\n```\n\n| a | b |\n|---|---|\n| 1 | 2 |\n";

  test("cuts headings, paragraphs, lists, code and tables apart", () => {
    expect(cutBlocks(text).map(({ kind }) => kind)).toEqual([
      "markdown",
      "markdown",
      "markdown",
      "code",
      "markdown",
    ]);
    expect(cutBlocks(text)[3]).toEqual({ kind: "code", language: "ts", text: "const a = 1;", closed: true });
  });

  test("a fence is closed only when its end has come", () => {
    expect(cutBlocks("```py\nprint(1)")[0]).toMatchObject({ kind: "code", closed: false });
    expect(cutBlocks("```py\nprint(1)\n```")[0]).toMatchObject({ kind: "code", closed: true });
  });

  test("growing piece by piece ends with the same blocks, however it is cut", () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 40 }), { maxLength: 30 }), (steps) => {
        const cutter = createBlockCutter();
        let at = 0;
        for (const step of steps) {
          at += step;
          cutter(text.slice(0, at));
        }
        expect(cutter(text)).toEqual(cutBlocks(text));
      }),
    );
  });

  test("blocks that did not change stay the same objects", () => {
    const cutter = createBlockCutter();
    const first = cutter(`${text}\nMore`);
    const second = cutter(`${text}\nMore and more`);
    expect(second.slice(0, -1).every((block, index) => block === first[index])).toBe(true);
  });

  test("a text that is replaced is cut anew", () => {
    const cutter = createBlockCutter();
    cutter("# One\n\ntwo");
    expect(cutter("three")).toEqual([{ kind: "markdown", text: "three" }]);
  });
});

describe("of more than can be drawn", () => {
  const text = Array.from({ length: 5_000 }, (_, at) => `Paragraph ${at}`).join("\n\n");
  test("the rest is plain, and nothing is lost", () => {
    const blocks = cutBlocks(text);
    expect(blocks).toHaveLength(2_001);
    expect(blocks.at(-1)).toMatchObject({ kind: "plain", text: expect.stringMatching(/^Paragraph 2000\n/) });
    expect(blocks.map((block) => block.text).join("")).toHaveLength(text.length - 2_000 * 2);
    expect(cutBlocks("```\n```\n".repeat(1_000))).toHaveLength(401);
  });
  test("it makes no difference whether it came at once", () => {
    const cutter = createBlockCutter();
    for (let at = 0; at < text.length; at += 7_919) cutter(text.slice(0, at));
    expect(cutter(text)).toEqual(cutBlocks(text));
    // Growing further, what is drawn stays what it was.
    const before = cutter(text);
    const after = cutter(`${text}\n\nMore`);
    expect(after.slice(0, -1).every((block, at) => block === before[at])).toBe(true);
    expect(after.at(-1)?.text.endsWith("More")).toBe(true);
  });
});

describe("hostile markdown falls back to plain text", () => {
  const UNITS = [
    "*a_",
    "~~a",
    "[a](",
    ">",
    "> ",
    "[",
    "![",
    "<a",
    "- ",
    "1. ",
    "**a ",
    "_a_b_",
    "|a\n|-\n",
    ">> a\n",
    "  - a\n",
    "mail@",
  ];
  test.each(UNITS)("%j again and again", (unit) => {
    for (const size of [2_000, 24_000, 64_000]) {
      const blocks = cutBlocks(unit.repeat(size / unit.length));
      for (const block of blocks)
        if (block.kind === "markdown") expect(block.text.length).toBeLessThanOrEqual(12_000);
    }
    expect(cutBlocks(unit.repeat(64_000 / unit.length)).some(({ kind }) => kind === "plain")).toBe(true);
  });

  test("anything at all is cut without an error and without a loss of words", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(..."ab*_~[]()<>`#|- \n1.!\\&"), maxLength: 400 }),
        (text) => {
          const letters = (value: string) => value.replace(/[^ab1]/g, "").length;
          const blocks = cutBlocks(text);
          const shown = blocks
            .map((block) => (block.kind === "code" ? `${block.language}${block.text}` : block.text))
            .join("");
          expect(letters(shown)).toBeLessThanOrEqual(letters(text));
          if (blocks.every(({ kind }) => kind !== "code")) expect(letters(shown)).toBe(letters(text));
        },
      ),
    );
  });
});

describe("links", () => {
  test.each(["https://a.example/x?y=1", "http://a.example", "mailto:a@b.example", "HTTPS://A.example"])(
    "%s is one",
    (address) => {
      expect(safeUrl(address)).not.toBeNull();
    },
  );

  test.each([
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    "java\tscript:alert(1)",
    " javascript:alert(1)",
    "data:text/html,x",
    "blob:https://a/b",
    "file:///etc/passwd",
    "//evil.example",
    "\\\\evil.example",
    "/api/conversations",
    "#main",
    "?x",
    "vbscript:x",
    "ftp://a.example",
    "https://bank.example@evil.example",
    "https://",
    "http:evil.example",
    "",
    null,
    undefined,
  ])("%s is none", (address) => {
    expect(safeUrl(address)).toBeNull();
  });

  test("no text whatever becomes an address of another scheme", () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          fc.webUrl(),
          fc.string().map((rest) => `javascript:${rest}`),
        ),
        (address) => {
          const url = safeUrl(address);
          if (url) expect(["http:", "https:", "mailto:"]).toContain(url.protocol);
        },
      ),
    );
  });

  test("an address is shown decoded, its host as it will be asked for", () => {
    expect(readableUrl(new URL("https://xn--80ak6aa92e.com/a%20b?q=%C3%A4"))).toBe(
      "https://xn--80ak6aa92e.com/a b?q=ä",
    );
    expect(readableUrl(new URL("https://a.example/%E0%A4%A"))).toBe("https://a.example/%E0%A4%A");
  });

  test("only drawn images are shown", () => {
    expect(isDrawnImage("data:image/png;base64,iVBORw0KGgo=")).toBe(true);
    for (const address of [
      "data:image/svg+xml;base64,PHN2Zz4=",
      "https://a.example/a.png",
      "data:text/html;base64,AAAA",
      "data:image/png,x",
    ]) {
      expect(isDrawnImage(address)).toBe(false);
    }
  });
});

test("hidden characters are shown, flags and joined emoji stay whole", () => {
  expect(revealHidden("a\u202Eb\u{E0041}c\u200B")).toBe("a⟨U+202E⟩b⟨U+E0041⟩c⟨U+200B⟩");
  const england = "\u{1F3F4}\u{E0067}\u{E0062}\u{E0065}\u{E006E}\u{E0067}\u{E007F}";
  expect(revealHidden(`👩‍💻 ${england}`)).toBe(`👩‍💻 ${england}`);
});

test("a flag hides no sentence behind it", () => {
  const tags = [..."steal it"].map((letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0)));
  const shown = revealHidden(`\u{1F3F4}${tags.join("")}\u{E007F}`);
  expect(shown).not.toMatch(/[\u{E0000}-\u{E007F}]/u);
});
