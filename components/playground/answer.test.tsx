// @vitest-environment jsdom
import { act } from "react";
import { expect, test, vi } from "vitest";
import { testRoot } from "@/components/ui/testing";
import type { Message } from "@/lib/conversations/api";
import { Answer } from "./answer";

vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);

const MESSAGE: Message = {
  ...{ id: "one", parentId: null, turnId: null, role: "assistant", content: "pay\u202Elive" },
  ...{ reasoning: "", attachments: [], images: [], toolCalls: [], answerSchema: null, siblings: [] },
  ...{ generation: null, createdAt: new Date(0) },
};

test("what is copied of an answer is what is shown, also while its model is not known", async () => {
  const copied: string[] = [];
  const clipboard = { writeText: async (text: string) => void copied.push(text) };
  vi.stubGlobal("navigator", { ...navigator, clipboard });
  const page = document.createElement("div");
  const whose = { model: "", alias: "A", row: null, stream: null, best: false };
  const marks = { fastest: false, cheapest: false, tools: null };
  const ways = { onRetry: null, onSwitchModel: null, onResults: null };
  await act(async () => testRoot(page).render(<Answer message={MESSAGE} {...whose} {...marks} {...ways} />));
  const button = page.querySelector<HTMLButtonElement>('[aria-label="Copy answer"]');
  await act(async () => button?.click());
  expect(copied).toEqual(["pay⟨U+202E⟩live"]);
});
