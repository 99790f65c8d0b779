// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act } from "react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { testRoot } from "@/components/ui/testing";
import Bell from "./bell";

vi.mock("next/navigation", () => ({ usePathname: () => "/budgets" }));
vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);

async function ring(answer: () => Response) {
  let asked = 0;
  vi.stubGlobal("fetch", async () => {
    asked += 1;
    return answer();
  });
  const host = document.createElement("div");
  await act(async () =>
    testRoot(host).render(
      <QueryClientProvider client={new QueryClient()}>
        <Bell />
      </QueryClientProvider>,
    ),
  );
  await act(async () => void (await vi.advanceTimersByTimeAsync(1)));
  return { link: () => host.querySelector("a"), asked: () => asked };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("it tells how many are new, in its name and beside it, and asks again a minute later", async () => {
  const { link, asked } = await ring(() => Response.json({ unread: 3 }));
  expect(link()?.getAttribute("aria-label")).toBe("Alerts, 3 new");
  expect(link()?.textContent).toBe("3");
  await act(async () => void (await vi.advanceTimersByTimeAsync(59_000)));
  expect(asked()).toBe(1);
  await act(async () => void (await vi.advanceTimersByTimeAsync(2_000)));
  expect(asked()).toBe(2);
});

test("more than can be told are many, and none is only the way there", async () => {
  expect((await ring(() => Response.json({ unread: 100 }))).link()?.textContent).toBe("99+");
  const { link } = await ring(() => Response.json({ unread: 0 }));
  expect(link()?.getAttribute("aria-label")).toBe("Alerts");
  expect(link()?.textContent).toBe("");
});

test("whoever may not see alerts is shown none, and does not ask again", async () => {
  const error = { code: "forbidden", by: "patchbay", message: "You may not do this.", remedy: "none" };
  const { link, asked } = await ring(() => Response.json({ error }, { status: 403 }));
  expect(link()).toBeNull();
  await act(async () => void (await vi.advanceTimersByTimeAsync(180_000)));
  expect(asked()).toBe(1);
});
