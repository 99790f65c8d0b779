import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { type Prepared, SetupNote } from "./setup-note";

const nothing = () => {};
const markupOf = (prepared: Partial<Prepared>) =>
  renderToStaticMarkup(
    <SetupNote
      prepared={{ panes: 2, instructs: false, hides: false, further: [], aside: null, ...prepared }}
      onUse={nothing}
      onRestore={nothing}
      onDismiss={nothing}
    />,
  );

test("what a link brings along unseen is said", () => {
  expect(markupOf({})).toContain("with their settings. Nothing has been sent.");
  expect(markupOf({ instructs: true })).toContain("with their settings and system prompts. Nothing");
  expect(markupOf({})).not.toContain("cannot be seen");
  expect(markupOf({ hides: true })).toContain("characters that cannot be seen");
  expect(markupOf({ further: [{ model: null, text: "pay\u202Elive" }] })).toContain("pay⟨U+202E⟩live");
});
