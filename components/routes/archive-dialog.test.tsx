// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act } from "react";
import { expect, test, vi } from "vitest";
import { testRoot } from "@/components/ui/testing";
import { ArchiveDialog } from "./archive-dialog";

vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);

test("who archives a route hears of every name that leads to it", async () => {
  vi.stubGlobal("fetch", () => new Promise(() => {}));
  // This document knows no modal dialogs.
  HTMLDialogElement.prototype.showModal ??= () => {};
  HTMLDialogElement.prototype.close ??= () => {};
  const route = { name: "support-bot", aliases: ["default", "fast"] };
  await act(async () =>
    testRoot().render(
      <QueryClientProvider client={new QueryClient()}>
        <ArchiveDialog route={route} onClose={() => {}} />
      </QueryClientProvider>,
    ),
  );
  const text = document.body.textContent;
  for (const name of ["support-bot", "default", "fast"]) expect(text).toContain(`route/${name}`);
});
