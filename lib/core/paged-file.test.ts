import { expect, test } from "vitest";
import { type FilePage, pagedFile } from "./paged-file";

const PAGES: FilePage[] = [
  { text: "a", next: "1" },
  { text: "", next: "2" },
  { text: "b", next: null },
];

function open(pages: readonly FilePage[], mayStay?: () => Promise<boolean>) {
  const errors: unknown[] = [];
  const stream = pagedFile({
    ...{ head: "[", foot: "]", mayStay },
    read: async (cursor) => pages[Number(cursor ?? 0)] ?? Promise.reject(new Error("read too far")),
    onError: (error) => void errors.push(error),
  });
  return { stream, errors };
}

test("all pages stand between head and foot, also where one is empty", async () => {
  expect(await new Response(open(PAGES).stream).text()).toBe("[ab]");
  expect(await new Response(open([{ text: "", next: null }]).stream).text()).toBe("[]");
});

test("whoever may no longer have it gets no more", async () => {
  let asked = 0;
  const { stream, errors } = open(PAGES, async () => asked++ === 0);
  await expect(new Response(stream).text()).rejects.toMatchObject({ code: "forbidden" });
  expect(errors).toHaveLength(1);
});

test("what cannot be read breaks it, and is told once", async () => {
  const { stream, errors } = open([{ text: "a", next: "9" }]);
  await expect(new Response(stream).text()).rejects.toThrow("read too far");
  expect(errors).toHaveLength(1);
});

test("leaving while a page is read is no failure", async () => {
  const errors: unknown[] = [];
  let arrive: (page: FilePage) => void = () => {};
  const stream = pagedFile({
    ...{ head: "[", foot: "]" },
    read: () =>
      new Promise((resolve) => {
        arrive = resolve;
      }),
    onError: (error) => void errors.push(error),
  });
  const reader = stream.getReader();
  await reader.read();
  const next = reader.read();
  await reader.cancel();
  arrive({ text: "a", next: "1" });
  expect(await next).toMatchObject({ done: true });
  await new Promise((resolve) => setImmediate(resolve));
  expect(errors).toEqual([]);
});
