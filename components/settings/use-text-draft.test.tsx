// @vitest-environment jsdom
import { act } from "react";
import { expect, test, vi } from "vitest";
import { testRoot } from "@/components/ui/testing";
import { useTextDraft } from "./use-text-draft";

vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);

test("a text follows what is saved while nobody touches it, and is kept when somebody does", async () => {
  const root = testRoot();
  let draft: ReturnType<typeof useTextDraft> = ["", () => {}];
  function Field({ saved }: { saved: string }) {
    draft = useTextDraft(saved);
    return null;
  }
  const save = (saved: string) => act(async () => root.render(<Field saved={saved} />));
  const write = (text: string) => act(async () => draft[1](text));
  await save("one");
  await save("two");
  expect(draft[0]).toBe("two");
  await write("three");
  // Somebody else's change takes nothing away.
  await save("four");
  expect(draft[0]).toBe("three");
  await save("three");
  // What is saved and then taken back is shown as it was.
  await save("two");
  expect(draft[0]).toBe("two");
});
