import { expect, test } from "vitest";
import { fileType, isMarkup } from "./file-type";

const bytes = (text: string): Uint8Array => Uint8Array.from([...text].map((letter) => letter.charCodeAt(0)));

test.each([
  ["\x89PNG\r\n\x1a\n\0\0", "image/png"],
  ["\xff\xd8\xff\xe0\0", "image/jpeg"],
  ["GIF89a\0", "image/gif"],
  ["RIFF\x10\0\0\0WEBPVP8 ", "image/webp"],
  ["%PDF-1.7\n", "application/pdf"],
  ["RIFF\x10\0\0\0WAVEfmt ", "audio/wav"],
  ["ID3\x04\0", "audio/mpeg"],
  ["\xff\xfb\x90\x64\0", "audio/mpeg"],
  ["\0\0\0\x20ftypM4A \0", "audio/mp4"],
  ["OggS\0", "audio/ogg"],
  ["fLaC\0", "audio/flac"],
  ["# Notes\n\ttabs and lines\r\n", "text/plain"],
])("%j is %s, whatever it is called", (start, type) => {
  expect(fileType(bytes(start))?.type).toBe(type);
});

test("letters of any script are text, with and without a mark before them", () => {
  for (const text of ["Grüße, мир, 世界 🌍", "\uFEFFname,price\n"])
    expect(fileType(new TextEncoder().encode(text))).toEqual({ kind: "text", type: "text/plain" });
});

test.each([
  ["nothing", ""],
  ["nothing but space", " \n\t"],
  ["a program", "\x7fELF\x02\x01\x01\0"],
  ["an archive", "PK\x03\x04\x14\0"],
  ["a film", "\0\0\0\x20ftypisom\0\0"],
  ["RIFF of another kind", "RIFF\x10\0\0\0AVI LIST"],
  ["UTF-16", "\xff\xfea\0b\0"],
  ["raw AAC, whose sync is nearly that of MP3", "\xff\xf1\x50\x80\0"],
  ["letters with a control character", "a\x07b"],
  ["bytes that are no UTF-8", "caf\xe9 au lait"],
  ["a broken PNG", "\x89PNG\n\n"],
])("%s is not taken", (_, start) => {
  expect(fileType(bytes(start))).toBeNull();
});

test.each([
  '<svg xmlns="http://www.w3.org/2000/svg"/>',
  '\uFEFF<?xml version="1.0"?>\n<!-- a --><!-- b -->\n<svg>',
  "<!DOCTYPE html><p>",
  "  \n<HTML>",
  "<script>alert(1)</script>",
])("%j would run or draw", (text) => {
  expect(isMarkup(new TextEncoder().encode(text))).toBe(true);
});

test.each(["<note>hi</note>", "# <svg> in prose", "const a = '<html>'", "<scripture>", ""])(
  "%j is only text",
  (text) => {
    expect(isMarkup(new TextEncoder().encode(text))).toBe(false);
  },
);
