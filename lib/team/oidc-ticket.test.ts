import { expect, test } from "vitest";
import { openTicket, sealTicket, TICKET_LIFETIME } from "./oidc-ticket.server";

const NOW = new Date("2026-11-20T12:00:00.000Z");
const ACCESS = { secret: "s".repeat(32) };
const TICKET = { state: "s1", nonce: "n1", verifier: "v1", next: "/spend" };

test("a ticket is opened as it was sealed, until its time is over", () => {
  const sealed = sealTicket(ACCESS, TICKET, NOW);
  expect(openTicket(ACCESS, sealed, NOW)).toEqual(TICKET);
  expect(openTicket(ACCESS, sealed, new Date(NOW.getTime() + TICKET_LIFETIME - 1))).toEqual(TICKET);
  expect(openTicket(ACCESS, sealed, new Date(NOW.getTime() + TICKET_LIFETIME))).toBeNull();
});

test("what anybody else wrote opens nothing", () => {
  const sealed = sealTicket(ACCESS, TICKET, NOW);
  const [text = "", digest = ""] = sealed.split(".");
  const changed = Buffer.from(JSON.stringify({ ...TICKET, next: "/x", until: 9e15 })).toString("base64url");
  const foreign = sealTicket({ secret: "t".repeat(32) }, TICKET, NOW);
  for (const wrong of [
    "",
    ".",
    text,
    `${text}.`,
    `${changed}.${digest}`,
    `${text}.${digest.slice(1)}`,
    foreign,
  ])
    expect(openTicket(ACCESS, wrong, NOW), wrong).toBeNull();
});
