// @vitest-environment jsdom
import { act } from "react";
import { beforeEach, expect, test, vi } from "vitest";
import { part } from "@/components/ui/lazy";
import { testRoot } from "@/components/ui/testing";
import { dismissToast, readToasts } from "@/components/ui/toast";
import { eventually } from "@/lib/core/testing";
import { useMissingParts } from "./use-missing-parts";

beforeEach(async () => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  for (const { id } of readToasts()) dismissToast(id);
  document.body.replaceChildren();
  await act(async () => testRoot(document.body).render(<Page />));
});

function Page() {
  useMissingParts();
  return null;
}

/** What comes of asking for the file of a part that did not come. */
async function lacking(file: string, answer: () => Promise<Response>) {
  const asked = vi.fn(answer);
  vi.stubGlobal("fetch", asked);
  const message = `Failed to load chunk /_next/static/chunks/${file}.js from module 12`;
  await part(() => Promise.reject(Object.assign(new Error(message), { name: "ChunkLoadError" }))).catch(
    () => {},
  );
  await eventually(() => expect(asked).toHaveBeenCalledOnce());
  expect(asked.mock.calls[0]).toMatchObject([`/_next/static/chunks/${file}.js`, { method: "HEAD" }]);
  await act(async () => {});
}

const away = () => Promise.reject(new TypeError("Failed to fetch"));
const gone = async () => new Response(null, { status: 404 });
const texts = () => readToasts().map(({ text }) => text);

test("while Patchbay is away it is said once, for however many parts", async () => {
  await lacking("a", away);
  await lacking("a", away);
  await lacking("b", async () => new Response(null, { status: 502 }));
  expect(texts()).toEqual([expect.stringContaining("cannot be reached")]);
});

test("when it came back as another version, that is said, and stays with a way on", async () => {
  await lacking("c", away);
  await lacking("c", gone);
  expect(texts()).toEqual([
    expect.stringContaining("cannot be reached"),
    expect.stringContaining("was updated"),
  ]);
  expect(readToasts()[1]).toMatchObject({ stays: true, action: { label: "Reload" } });
  // Dismissed, it is not said of the same part again; of another it is.
  for (const { id } of readToasts()) dismissToast(id);
  await lacking("c", gone);
  expect(texts()).toEqual([]);
  await lacking("d", gone);
  expect(texts()).toEqual([expect.stringContaining("was updated")]);
});

test("a part that is there after all is fetched again without a word", async () => {
  await lacking("e", async () => new Response(null, { status: 200 }));
  expect(texts()).toEqual([]);
});
