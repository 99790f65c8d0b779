import { expect, test } from "vitest";
import { AttachmentIds, UploadQuery } from "./attachments-request";

test.each([
  ["photo.png", "photo.png"],
  ["C:\\temp\\..\\photo.png", "photo.png"],
  ["../../etc/passwd", "passwd"],
  ['a"b<c>.md', "a'b'c'.md"],
  ["line\r\nbreak\u202Etxt.exe", "linebreaktxt.exe"],
  ["lone\ud800.txt", "lone.txt"],
  ["", "file"],
  ["///", "file"],
])("%j is called %j", (name, clean) => {
  expect(UploadQuery.parse({ name })).toEqual({ name: clean });
});

test("a long name keeps its ending", () => {
  const { name } = UploadQuery.parse({ name: `${"é".repeat(500)}.jpeg` });
  expect(name).toHaveLength(120);
  expect(name.endsWith("….jpeg")).toBe(true);
});

test("ten files at most, each once", () => {
  const ids = Array.from({ length: 11 }, () => crypto.randomUUID());
  expect(AttachmentIds.safeParse(ids.slice(1)).success).toBe(true);
  expect(AttachmentIds.safeParse(ids).success).toBe(false);
  expect(AttachmentIds.safeParse([ids[0], ids[0]]).success).toBe(false);
  expect(AttachmentIds.safeParse(["x"]).success).toBe(false);
});
