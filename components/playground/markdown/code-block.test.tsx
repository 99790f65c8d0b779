// @vitest-environment jsdom
import { act } from "react";
import { expect, test, vi } from "vitest";
import { testRoot } from "@/components/ui/testing";
import { eventually } from "@/lib/core/testing";
import { CodeBlock } from "./code-block";

vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
/** What others do before the next lines are drawn. */
const turns = vi.hoisted(() => ({ next: async () => {} }));
vi.mock("@/lib/core/others-first", () => ({ othersFirst: () => turns.next() }));
vi.mock("./colour", () => ({
  colour: async (code: string) =>
    code.split("\n").map((text) => [{ text, style: { "--shiki-light": "#111111" } }]),
}));

function page() {
  const place = document.createElement("div");
  const root = testRoot(place);
  return {
    draw: (code: string, complete: boolean) =>
      act(async () => root.render(<CodeBlock {...{ code, complete }} language="ts" />)),
    pieces: () => [...place.querySelectorAll<HTMLElement>(".shiki-token")],
    code: () => place.querySelector("code") ?? expect.fail("no code"),
  };
}

test("finished code gets its colours, the words stay what they are, and other words take their place", async () => {
  const { draw, pieces, code } = page();
  await draw("let a;\nlet b;", true);
  await eventually(() => expect(pieces()).toHaveLength(2));
  expect(pieces()[0]?.style.getPropertyValue("--shiki-light")).toBe("#111111");
  expect(code().textContent).toBe("let a;\nlet b;\n");
  await draw("let c;", false);
  expect(pieces()).toEqual([]);
  expect(code().textContent).toBe("let c;");
});

const LONG = Array.from({ length: 1_000 }, (_, at) => `${at % 100};`).join("\n");

test("of a long block a few lines are drawn at a time, in their order, with others first", async () => {
  const { draw, code } = page();
  const drawn = [0];
  turns.next = async () => {
    drawn.push(code().childElementCount);
    expect(code().textContent).toBe(LONG);
  };
  await draw(LONG, true);
  await eventually(() => expect(code().childElementCount).toBe(1_000));
  const sizes = [...drawn.slice(1), 1_000].map((now, at) => now - (drawn[at] ?? 0));
  expect(Math.max(...sizes)).toBeLessThanOrEqual(128);
  expect(code().textContent).toBe(`${LONG}\n`);
});

test("what has changed while it was drawn is not drawn on", async () => {
  const { draw, code } = page();
  let goOn = () => {};
  const others = new Promise<void>((resolve) => (goOn = resolve));
  let asked = 0;
  turns.next = () => {
    asked += 1;
    return others;
  };
  await draw(LONG, true);
  await eventually(() => expect(code().childElementCount).toBe(128));
  await draw("let a;\nlet b;", true);
  await eventually(() => expect(code().childElementCount).toBe(2));
  await act(async () => goOn());
  expect(asked).toBe(1);
  expect(code().textContent).toBe("let a;\nlet b;\n");
});
