// @vitest-environment jsdom
import { act } from "react";
import { expect, test, vi } from "vitest";
import { testRoot } from "@/components/ui/testing";
import { eventually } from "@/lib/core/testing";
import { useAttachments } from "./use-attachments";

vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);

test("pictures of files that were sent are freed, and those of the server are left alone", async () => {
  const freed: string[] = [];
  URL.revokeObjectURL = (address) => freed.push(address);
  let files: ReturnType<typeof useAttachments> | undefined;
  function Host() {
    files = useAttachments("c");
    return null;
  }
  await act(async () => testRoot().render(<Host />));
  const state = { name: "a.png", bytes: 1, file: null, progress: 1, failure: null, stored: null };
  const previews = ["blob:one", "/api/attachments/f", null];
  files?.letGo(previews.map((preview, index) => ({ ...state, key: `file ${index}`, preview })));
  await eventually(() => expect(freed).toEqual(["blob:one"]));
});
