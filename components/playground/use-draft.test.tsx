// @vitest-environment jsdom
import { act } from "react";
import { beforeEach, expect, test, vi } from "vitest";
import { testRoot } from "@/components/ui/testing";
// Fetched when files change: what is still on its way when the test is over finds no document.
import "./attachments/uploads";
import { useAttachments } from "./attachments/use-attachments";
import { useDraft } from "./use-draft";

vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
beforeEach(() => sessionStorage.clear());

test("what is written while a conversation begins is kept under its name, and under no other", async () => {
  let draft: ReturnType<typeof useDraft> | undefined;
  let files: ReturnType<typeof useAttachments> | undefined;
  function Host({ id }: { id: string | null }) {
    draft = useDraft(id);
    files = useAttachments(id);
    return null;
  }
  const root = testRoot();
  await act(async () => root.render(<Host id={null} />));
  const stored = { id: "f", name: "a.txt", kind: "text" as const, type: "text/plain", bytes: 1 };
  const state = { file: null, preview: null, progress: 1, failure: null, stored };
  await act(async () => {
    draft?.[1]("And then?");
    files?.change(() => [{ key: "f", name: "a.txt", bytes: 1, ...state }]);
  });
  await act(async () => root.render(<Host id="c" />));
  expect(draft?.[0]).toBe("And then?");
  expect(files?.items).toHaveLength(1);
  expect({ ...sessionStorage }).toEqual({
    "patchbay.draft.c": "And then?",
    "patchbay.files.c": JSON.stringify([stored]),
  });
});
