import { expect, test } from "vitest";
import type { Attachment, AttachmentKind } from "@/lib/conversations/attachments-api";
import { withFiles } from "./content-parts";

const file = (id: string, kind: AttachmentKind, type: string, name = id): Attachment => ({
  ...{ id, kind, type, name },
  bytes: 3,
});
const CONTENTS = new Map([
  ["p", "UE5H"],
  ["d", "UERG"],
  ["s", "V0FW"],
  ["t", "one\ntwo"],
]);
const [png, pdf, wav, notes] = [
  file("p", "image", "image/png"),
  file("d", "pdf", "application/pdf", "paper.pdf"),
  file("s", "audio", "audio/mpeg"),
  file("t", "text", "text/plain", "notes.md"),
];

test("without files a question is its words, as they are", () => {
  expect(withFiles(" Hi\n", [], CONTENTS)).toBe(" Hi\n");
});

test("words come first, then texts, then everything else in its order", () => {
  expect(withFiles("What is this?", [pdf, notes, png, wav], CONTENTS)).toEqual([
    { type: "text", text: 'What is this?\n\n<file name="notes.md">\none\ntwo\n</file>' },
    { type: "file", file: { filename: "paper.pdf", file_data: "data:application/pdf;base64,UERG" } },
    { type: "image_url", image_url: { url: "data:image/png;base64,UE5H" } },
    { type: "input_audio", input_audio: { data: "V0FW", format: "mp3" } },
  ]);
});

test("texts alone make plain text, which every model takes", () => {
  expect(withFiles("Sum it up.", [notes], CONTENTS)).toBe(
    'Sum it up.\n\n<file name="notes.md">\none\ntwo\n</file>',
  );
});

test("a file may be all that is said", () => {
  expect(withFiles("", [png], CONTENTS)).toEqual([
    { type: "image_url", image_url: { url: "data:image/png;base64,UE5H" } },
  ]);
});
