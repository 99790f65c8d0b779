// @vitest-environment jsdom
import { act } from "react";
import { hydrateRoot } from "react-dom/client";
import { renderToString } from "react-dom/server";
import { afterEach, expect, test, vi } from "vitest";
import { Instant } from "./instant";

afterEach(() => vi.restoreAllMocks());

/** A thread cannot move to another zone; its formats can. */
function sitIn(timeZone: string): void {
  vi.restoreAllMocks();
  const Format = Intl.DateTimeFormat;
  vi.spyOn(Intl, "DateTimeFormat").mockImplementation(function sited(locale, options) {
    return new Format(locale, { ...options, timeZone: options?.timeZone ?? timeZone });
  } as typeof Intl.DateTimeFormat);
}

test.each([
  ["whoever looks", undefined, /^Mar 1, .*9:30/],
  ["a place that is named", "Europe/Berlin", /^Mar 1, .*1:30/],
])("a page from a server elsewhere tells times by the clock of %s", async (_whose, timeZone, told) => {
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  const instant = <Instant at={new Date("2020-03-01T00:30:00Z")} {...(timeZone && { timeZone })} />;
  const host = document.createElement("div");
  sitIn("America/New_York");
  host.innerHTML = renderToString(instant);
  sitIn("Asia/Tokyo");
  await act(async () => hydrateRoot(host, instant));
  expect(host.textContent).toMatch(told);
});
