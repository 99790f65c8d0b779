// @vitest-environment jsdom
import { act, Suspense } from "react";
import { beforeEach, expect, test, vi } from "vitest";
import { eventually } from "@/lib/core/testing";
import { preloadable } from "./preloadable";
import { testRoot } from "./testing";

vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
beforeEach(() => document.body.replaceChildren());

/** A component whose program is there once it may `arrive`, and what stands in the page. */
function component() {
  let arrive = () => {};
  const program = new Promise<void>((resolve) => (arrive = resolve));
  const Words = preloadable(async () => {
    await program;
    return { default: ({ text }: { text: string }) => <p>{text}</p> };
  });
  const page = (text: string) => (
    <Suspense fallback="On its way">
      <Words text={text} />
    </Suspense>
  );
  return { Words, arrive, page };
}

test("what was fetched before stands there at once", async () => {
  const { Words, arrive, page } = component();
  arrive();
  await Words.preload();
  const root = testRoot(document.body);
  act(() => root.render(page("Hello")));
  expect(document.body.textContent).toBe("Hello");
});

test("what was not is waited for, and is the same one when it is drawn again", async () => {
  const { arrive, page } = component();
  const root = testRoot(document.body);
  act(() => root.render(page("Hello")));
  expect(document.body.textContent).toBe("On its way");
  await act(async () => arrive());
  await eventually(() => expect(document.body.textContent).toBe("Hello"));
  const before = document.querySelector("p");
  act(() => root.render(page("Goodbye")));
  expect(document.body.textContent).toBe("Goodbye");
  expect(document.querySelector("p")).toBe(before);
});

test("fetched ahead, it is asked for once; drawn, until it comes", async () => {
  const missing = Object.assign(new Error("Failed to load chunk"), { name: "ChunkLoadError" });
  const load = vi.fn(async () => {
    if (load.mock.calls.length < 3) throw missing;
    return { default: () => <p>Hello</p> };
  });
  const Words = preloadable(load);
  await expect(Words.preload()).rejects.toMatchObject({ failure: { code: "unavailable" } });
  expect(load).toHaveBeenCalledOnce();
  const root = testRoot(document.body);
  await act(async () =>
    root.render(
      <Suspense fallback="On its way">
        <Words />
      </Suspense>,
    ),
  );
  expect(document.body.textContent).toBe("On its way");
  await eventually(() => expect(document.body.textContent).toBe("Hello"));
  expect(load).toHaveBeenCalledTimes(3);
});
