// @vitest-environment jsdom
import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { act } from "react";
import { expect, test, vi } from "vitest";
import { testRoot } from "@/components/ui/testing";
import { eventually } from "@/lib/core/testing";
import { ResetPassword } from "./reset-password";

vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);

const button = (name: string) =>
  [...document.querySelectorAll("button")].find(({ textContent }) => textContent === name);
const field = () => document.querySelector<HTMLInputElement>("input[type=email]");
const status = () => document.querySelector("[role=status]")?.textContent ?? "";

async function open(hash: string, sendsMail: boolean, answer: () => Response): Promise<void> {
  vi.stubGlobal(
    "fetch",
    vi.fn(async () => answer()),
  );
  location.hash = hash;
  const place = document.body.appendChild(document.createElement("div"));
  const root = testRoot(place);
  await act(async () =>
    root.render(
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
        <ResetPassword sendsMail={sendsMail} />
      </QueryClientProvider>,
    ),
  );
}

async function type(text: string): Promise<void> {
  const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set;
  await act(async () => {
    set?.call(field(), text);
    field()?.dispatchEvent(new Event("input", { bubbles: true }));
  });
}

test("who asked for a link goes on at what came of it, and may try another address", async () => {
  await open("", true, () => new Response(null, { status: 204 }));
  await type("mia@example.com");
  await act(async () => button("Send the link")?.click());
  expect(status()).toContain("If mia@example.com has an account here");
  expect(document.activeElement?.textContent).toBe("Forgot password");
  await act(async () => button("Try another address")?.click());
  expect(field()?.value).toBe("mia@example.com");
});

test("a link that is dead leads back to signing in", async () => {
  const error = { code: "invalid_link", by: "patchbay", remedy: "none", message: "This link is not valid." };
  await open("#dead", true, () => Response.json({ error }, { status: 400 }));
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", false);
  await eventually(() =>
    expect(document.querySelector("[role=alert]")?.textContent).toContain("This link is not valid."),
  );
  vi.stubGlobal("IS_REACT_ACT_ENVIRONMENT", true);
  expect(document.querySelector("[role=alert] a[href='/sign-in']")?.textContent).toBe("To signing in");
  expect(button("Set the password")).toBeUndefined();
});
