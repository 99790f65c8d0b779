// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act } from "react";
import { expect, test, vi } from "vitest";
import { testRoot } from "@/components/ui/testing";
import { parseUsd } from "@/lib/core/money";
import ConversationTotals from "./conversation-totals";
import { totalsQuery } from "./totals-query";

vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);

type Sum = [cost: string, unknown: number];

/** What the bar says of these sums, or while they are read anew. */
async function read(here: Sum, today: Sum, running = 0, isStale = false): Promise<string> {
  vi.stubGlobal("fetch", () => new Promise(() => {}));
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: isStale ? 0 : "static" } } });
  const sum = ([cost, unknown]: Sum) => ({ cost: parseUsd(cost), unknown });
  client.setQueryData(totalsQuery("one").queryKey, {
    ...{ since: new Date(0), conversation: sum(here), today: sum(today) },
  });
  const page = document.createElement("div");
  await act(async () =>
    testRoot(page).render(
      <QueryClientProvider client={client}>
        <ConversationTotals conversationId="one" running={running} />
      </QueryClientProvider>,
    ),
  );
  return page.textContent?.replace("This conversation: ", "") ?? "";
}

test("what is not counted yet is never told as nothing", async () => {
  expect(await read(["0", 0], ["1.09", 0], 1)).toBe("—·$1.09 + 1 not known today");
  expect(await read(["0", 1], ["0", 1])).toBe("—·— today");
  expect(await read(["0", 0], ["0", 0], 0, true)).toBe("—·— today");
  expect(await read(["0", 0], ["0", 0])).toBe("$0·$0 today");
});

test("what is not known of a sum is said once", async () => {
  expect(await read(["0.02", 1], ["1.09", 1], 1)).toBe("$0.02 + 2 not known·$1.09 today");
  expect(await read(["0.02", 0], ["1.09", 3])).toBe("$0.02·$1.09 + 3 not known today");
});
