// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { NuqsTestingAdapter } from "nuqs/adapters/testing";
import { act } from "react";
import { expect, test, vi } from "vitest";
import { encode } from "zod/mini";
import { testRoot } from "@/components/ui/testing";
import { newId } from "@/lib/core/ids";
import { eventually } from "@/lib/core/testing";
import { Team } from "@/lib/team/team-api";
import { TeamBoard } from "./team-board";

HTMLDialogElement.prototype.showModal = function showModal() {
  this.open = true;
};
HTMLDialogElement.prototype.close = function close() {
  this.open = false;
};
HTMLElement.prototype.hidePopover = () => {};

const REMOVED = new Date("2026-11-20T12:00:00.000Z");
const [mia, otto] = [newId(), newId()];
const team = encode(Team, {
  members: [],
  former: [
    { id: mia, name: "Mia", removedAt: REMOVED, mayReadmit: true },
    { id: otto, name: "Otto", removedAt: REMOVED, mayReadmit: false },
  ],
  invitations: [],
  ...{ monthFrom: REMOVED, self: newId(), roles: [] },
  ...{ mayTransfer: true, mayInvite: false, sendsMail: false, makesResetLinks: false },
});

const labelled = (label: string) => document.querySelector<HTMLElement>(`[aria-label="${label}"]`);
const button = (name: string) =>
  [...document.querySelectorAll("button")].find(({ textContent }) => textContent === name);

/** The page at an address, and what it asks for. */
async function open(searchParams: string) {
  const asked: string[] = [];
  vi.stubGlobal("fetch", async (path: string, { method }: RequestInit) => {
    asked.push(`${method} ${path}`);
    if (path.startsWith("/api/team/audit")) return Response.json({ events: [], next: null });
    return method === "GET" ? Response.json(team) : new Response(null, { status: 204 });
  });
  document.body.replaceChildren();
  const root = testRoot(document.body.appendChild(document.createElement("div")));
  await act(async () =>
    root.render(
      <NuqsTestingAdapter searchParams={searchParams} hasMemory>
        <QueryClientProvider client={new QueryClient()}>
          <TeamBoard reportingZone="Europe/Berlin" />
        </QueryClientProvider>
      </NuqsTestingAdapter>,
    ),
  );
  return asked;
}

test("who was removed and may come back is let in again by name, once asked", async () => {
  const asked = await open("");
  await eventually(() => expect(labelled("Removed members")?.textContent).toContain("Mia"));
  expect(labelled("Removed members")?.textContent).not.toContain("Otto");
  const opener = labelled("Let back in Mia");
  opener?.focus();
  opener?.click();
  const dialog = await eventually(() => {
    const found = document.querySelector("dialog[open]");
    expect(found?.getAttribute("aria-label")).toBe("Let Mia back in?");
    return found;
  });
  [...(dialog?.querySelectorAll("button") ?? [])].at(-1)?.click();
  await eventually(() => expect(asked).toContain(`POST /api/team/members/${mia}/readmit`));
  await eventually(() => expect(document.querySelector("dialog")).toBeNull());
  expect(document.activeElement).toBe(opener);
});

test("the log is asked for what the address says, by the clock of the workspace", async () => {
  const asked = await open(`?view=audit&by=${otto}&from=2026-11-01&to=2026-11-20&span=7d`);
  const about = (rest: object) =>
    `GET /api/team/audit?${new URLSearchParams({ actor: otto, timeZone: "Europe/Berlin", ...rest })}`;
  await eventually(() => expect(asked).toContain(about({ from: "2026-11-01", to: "2026-11-20" })));
  const chosen = document.querySelector<HTMLSelectElement>("select[aria-label=By]");
  await eventually(() =>
    expect(chosen?.selectedOptions[0]?.textContent).toMatch(/^Otto \(removed .*2026\)$/),
  );
  await eventually(() => expect(button("Show everything")).toBeDefined());
  document.querySelector<HTMLInputElement>("input[value='24h']")?.click();
  await eventually(() => expect(asked).toContain(about({ span: "24h" })));
  // It is there once the answer is.
  await eventually(() => {
    button("Show everything")?.click();
    expect(asked).toContain("GET /api/team/audit?timeZone=Europe%2FBerlin");
  });
});
