// @vitest-environment jsdom
import { act } from "react";
import { expect, test, vi } from "vitest";
import { testRoot } from "@/components/ui/testing";
import { CodeBlock } from "./code-block";

vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
vi.mock("./highlight", () => ({
  highlight: async (code: string) =>
    code.split("\n").map((text) => [{ text, style: { "--shiki-light": "#111111" } }]),
}));

test("finished code gets its colours, the words stay what they are, and other words take their place", async () => {
  const page = document.createElement("div");
  const root = testRoot(page);
  const draw = (code: string, complete: boolean) =>
    act(async () => root.render(<CodeBlock {...{ code, complete }} language="ts" />));
  const pieces = () => [...page.querySelectorAll<HTMLElement>(".shiki-token")];
  await draw("let a;\nlet b;", true);
  await vi.waitFor(() => expect(pieces()).toHaveLength(2));
  expect(pieces()[0]?.style.getPropertyValue("--shiki-light")).toBe("#111111");
  expect(page.querySelector("code")?.textContent).toBe("let a;\nlet b;\n");
  await draw("let c;", false);
  expect(pieces()).toEqual([]);
  expect(page.querySelector("code")?.textContent).toBe("let c;");
});
