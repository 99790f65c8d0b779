import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { RequestError } from "@/lib/core/failure";
import { copyText } from "./copy-text";
import { dismissToast, readToasts } from "./toast";

/** What was copied, and the words that were said about it. */
let copied: string | null = null;
const said = () => readToasts().map(({ text }) => text);
const REFUSED = "The browser refused to copy.";

/** A browser that copies only what is begun while `pressed`, as Safari does. */
let pressed = true;
const guard = () => {
  if (!pressed) throw new DOMException("no press", "NotAllowedError");
};
const clipboard = {
  writeText: async (text: string) => {
    guard();
    copied = text;
  },
  write: async ([item]: [{ "text/plain": Promise<Blob> }]) => {
    guard();
    copied = await item["text/plain"].then((blob) => blob.text());
  },
};
class Item {
  constructor(parts: object) {
    Object.assign(this, parts);
  }
}

beforeEach(() => {
  copied = null;
  pressed = true;
  vi.stubGlobal("navigator", { clipboard });
  vi.stubGlobal("ClipboardItem", Item);
});
afterEach(() => {
  vi.unstubAllGlobals();
  for (const { id } of readToasts()) dismissToast(id);
});

/** Presses, and has the text come when that is over. */
async function copyLater(text: () => string | null) {
  const copying = copyText(async () => {
    await Promise.resolve();
    return text();
  }, "Copied.");
  pressed = false;
  await copying;
}

test("a text that has to be fetched is copied with the press that asked for it", async () => {
  await copyLater(() => "words");
  expect(copied).toBe("words");
  expect(said()).toEqual(["Copied."]);
});

test.each([
  ["knows no such items", () => vi.stubGlobal("ClipboardItem", undefined)],
  [
    "takes no promises",
    () =>
      vi.stubGlobal("ClipboardItem", () => {
        throw new TypeError("not a Blob");
      }),
  ],
])("a browser that %s gets the text when it is there", async (_, make) => {
  make();
  await copyText(async () => "words", "Copied.");
  expect(copied).toBe("words");
  expect(said()).toEqual(["Copied."]);
});

test("what there is none of is not copied, and nothing more is said", async () => {
  await copyLater(() => null);
  expect([copied, said()]).toEqual([null, []]);
});

test("what could not be fetched says why, and not that the browser refused", async () => {
  const message = "Patchbay cannot be reached.";
  await copyLater(() => {
    throw new RequestError({ code: "unavailable", by: "patchbay", message, remedy: "wait" });
  });
  expect([copied, said()]).toEqual([null, [message]]);
});

test("a browser that refuses is said to, and so is one that cannot copy without TLS", async () => {
  pressed = false;
  await copyText(() => "words", "Copied.");
  vi.stubGlobal("navigator", {});
  await copyText(() => "words", "Copied.");
  expect([copied, said()]).toEqual([null, [REFUSED, REFUSED]]);
});
