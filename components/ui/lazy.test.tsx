// @vitest-environment jsdom
import { act, Suspense } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { lazy, onMissing, part, patiently } from "./lazy";
import { testRoot } from "./testing";

beforeEach(() => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  vi.useFakeTimers();
  document.body.replaceChildren();
});
afterEach(() => void vi.useRealTimers());

/** What Turbopack throws for a file that did not come. */
const missing = () =>
  Object.assign(new Error("Failed to load chunk /_next/static/chunks/a.js"), { name: "ChunkLoadError" });

/** A part that comes with a later attempt, counted from one. */
function comesWith(attempt: number) {
  return vi.fn(async () => {
    if (load.mock.calls.length < attempt) throw missing();
    return { default: () => <p>Here</p> };
  });
}
let load: ReturnType<typeof comesWith>;

test("what does not come is asked for again until it does, and the page stays as it is meanwhile", async () => {
  load = comesWith(4);
  const told = vi.fn();
  onMissing(told);
  const Later = lazy(load);
  const root = testRoot(document.body);
  await act(async () =>
    root.render(
      <>
        <b>Stays. </b>
        <Suspense fallback="On its way">
          <Later />
        </Suspense>
      </>,
    ),
  );
  expect(document.body.textContent).toBe("Stays. On its way");
  await act(() => vi.advanceTimersByTimeAsync(500 + 1_000));
  expect(document.body.textContent).toBe("Stays. On its way");
  await act(() => vi.advanceTimersByTimeAsync(2_000));
  expect(document.body.textContent).toBe("Stays. Here");
  expect(load).toHaveBeenCalledTimes(4);
  expect(told).toHaveBeenCalledTimes(3);
});

test("between attempts are eight seconds at most", async () => {
  load = comesWith(Number.POSITIVE_INFINITY);
  void patiently(load);
  await vi.advanceTimersByTimeAsync(500 + 1_000 + 2_000 + 4_000);
  expect(load).toHaveBeenCalledTimes(5);
  await vi.advanceTimersByTimeAsync(80_000);
  expect(load).toHaveBeenCalledTimes(15);
});

test("what goes wrong within a part is not tried again", async () => {
  const broken = vi.fn(() => Promise.reject(new TypeError("not a function")));
  await expect(patiently(broken)).rejects.toThrow("not a function");
  expect(broken).toHaveBeenCalledOnce();
});

test("who waits for a part hears that Patchbay cannot be reached, and may try again", async () => {
  load = comesWith(2);
  await expect(part(load)).rejects.toMatchObject({ failure: { code: "unavailable", remedy: "wait" } });
  await expect(part(load)).resolves.toHaveProperty("default");
});
