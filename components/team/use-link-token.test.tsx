// @vitest-environment jsdom
import { act } from "react";
import { expect, test, vi } from "vitest";
import { testRoot } from "@/components/ui/testing";
import { useLinkToken } from "./use-link-token";

vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);

test("another link that is opened in the same tab is the one that counts", async () => {
  const tokens: (string | undefined)[] = [];
  function Page() {
    tokens.push(useLinkToken());
    return null;
  }
  location.hash = "#first";
  await act(async () => testRoot().render(<Page />));
  expect(tokens.at(-1)).toBe("first");
  await act(async () => {
    location.hash = "#second";
    window.dispatchEvent(new HashChangeEvent("hashchange"));
  });
  expect(tokens.at(-1)).toBe("second");
});
