// @vitest-environment jsdom
import { act } from "react";
import { expect, test, vi } from "vitest";
import { PasswordField } from "./password-field";
import { testRoot } from "./testing";

vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);

test("whoever types a password may look at it, and hide it again", async () => {
  const place = document.createElement("div");
  const root = testRoot(place);
  await act(async () =>
    root.render(<PasswordField label="Password" defaultValue="horse" problem="Too short." />),
  );
  const input = place.querySelector("input");
  const button = place.querySelector("button");
  expect(button?.textContent).toBe("Show password");
  const state = () => [input?.type, button?.getAttribute("aria-pressed"), input?.value];
  expect(state()).toEqual(["password", "false", "horse"]);
  await act(async () => button?.click());
  expect(state()).toEqual(["text", "true", "horse"]);
  await act(async () => button?.click());
  expect(state()).toEqual(["password", "false", "horse"]);
  // It sends no form, and what is wrong is tied to the field.
  expect(button?.type).toBe("button");
  expect(place.querySelector("[role=alert]")?.id).toBe(input?.getAttribute("aria-describedby"));
});
