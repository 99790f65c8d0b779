import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createProvider, type Provider } from "./oidc-provider.server";
import type { Ticket } from "./oidc-ticket.server";
import { refusalIn } from "./sign-in-problems";
import { serveProvider } from "./testing-provider";

const CALLBACK = "https://patchbay.example/api/session/oidc/callback";

let server: Awaited<ReturnType<typeof serveProvider>>;
let provider: Provider;
beforeEach(async () => {
  server = await serveProvider();
  provider = connect();
});
afterEach(() => server.close());

const connect = (change: { issuer?: string; clientSecret?: string; groupClaim?: string } = {}) =>
  createProvider({
    ...{ issuer: server.issuer, clientId: server.clientId, clientSecret: server.clientSecret },
    ...{ scopes: "openid profile email", groupClaim: "groups", redirectUri: CALLBACK },
    ...change,
  });

/** As a browser does: begins, goes to the provider, and is sent back. */
async function go(from = provider): Promise<{ query: string; ticket: Omit<Ticket, "next"> }> {
  const { url, ticket } = await from.begin();
  const { headers } = await fetch(url, { redirect: "manual" });
  const back = new URL(headers.get("location") ?? "");
  expect(back.href).toContain(CALLBACK);
  return { query: back.search, ticket };
}
const problem = (work: Promise<unknown>) => work.then(() => "let in", refusalIn);

test("somebody comes back as who they are at the provider", async () => {
  server.person = {
    ...{ sub: "ada", name: "Ada", email: "Ada@example.com", email_verified: true, groups: ["staff"] },
  };
  const { query, ticket } = await go();
  expect(await provider.finish(query, ticket)).toEqual({
    ...{ issuer: server.issuer, subject: "ada", name: "Ada", email: "Ada@example.com", isVerified: true },
    groups: ["staff"],
  });
});

test("what is missing in the token is asked for, about this very person", async () => {
  server.person = { sub: "ada", groups: ["staff"] };
  server.further = { name: "Ada", email: "ada@example.com", email_verified: true, groups: ["boss"] };
  const { query, ticket } = await go();
  expect(await provider.finish(query, ticket)).toMatchObject({
    ...{ subject: "ada", name: "Ada", email: "ada@example.com", isVerified: true, groups: ["staff"] },
  });
  server.further = { sub: "eve", email: "ada@example.com", email_verified: true };
  const again = await go();
  expect(await problem(provider.finish(again.query, again.ticket))).toBe("provider");
});

test("an address is verified only by the answer that names it", async () => {
  server.person = { sub: "ada", email: "boss@example.com" };
  server.further = { email: "ada@example.com", email_verified: true };
  const { query, ticket } = await go();
  expect(await provider.finish(query, ticket)).toMatchObject({
    email: "boss@example.com",
    isVerified: false,
  });
  server.person = { sub: "ada", email: "ada@example.com", email_verified: "true", groups: [] };
  const again = await go();
  expect(await provider.finish(again.query, again.ticket)).toMatchObject({ isVerified: false });
});

describe("nobody is let in", () => {
  test("with the state, the nonce or the verifier of another browser", async () => {
    const [own, other] = [await go(), await go()];
    expect(await problem(provider.finish(own.query, other.ticket))).toBe("expired");
    const { nonce } = other.ticket;
    expect(await problem(provider.finish(own.query, { ...own.ticket, nonce }))).toBe("provider");
    expect(
      await problem(provider.finish(other.query, { ...other.ticket, verifier: own.ticket.verifier })),
    ).toBe("expired");
    const third = await go();
    const twice = `${third.query}&state=x`;
    expect(await problem(provider.finish(twice, third.ticket))).not.toBe("let in");
    expect(await problem(provider.finish("", third.ticket))).toBe("expired");
  });

  test("by a code that was used before", async () => {
    const { query, ticket } = await go();
    await provider.finish(query, ticket);
    expect(await problem(provider.finish(query, ticket))).toBe("expired");
  });

  test.each([
    ["for another audience", { claims: { aud: "another" } }],
    ["for others as well, and for one of them", { claims: { aud: ["patchbay", "another"], azp: "another" } }],
    ["of another issuer", { claims: { iss: "https://evil.example" } }],
    ["that has expired", { claims: { iat: 1_000, exp: 2_000 } }],
    ["with another nonce", { claims: { nonce: "another" } }],
    ["without a nonce", { claims: { nonce: undefined } }],
    ["without a subject", { claims: { sub: undefined } }],
    ["without a signature", { unsigned: true }],
    ["signed by somebody else", { foreignKey: true }],
  ])("by a token %s", async (_what, wrongs) => {
    const { query, ticket } = await go();
    server.wrongs = wrongs;
    expect(await problem(provider.finish(query, ticket))).toBe("provider");
    // And it is that which was wrong.
    server.wrongs = {};
    const again = await go();
    expect(await problem(provider.finish(again.query, again.ticket))).toBe("let in");
  });

  test("whom the provider refuses, in an answer to this browser", async () => {
    server.refusal = "access_denied";
    const { query, ticket } = await go();
    expect(await problem(provider.finish(query, ticket))).toBe("denied");
    expect(await problem(provider.finish("?error=access_denied&state=other", ticket))).toBe("expired");
    server.refusal = "server_error";
    const again = await go();
    expect(await problem(provider.finish(again.query, again.ticket))).toBe("provider");
  });

  test("where the provider does not know this Patchbay", async () => {
    const stranger = connect({ clientSecret: "wrong" });
    const { query, ticket } = await go(stranger);
    expect(await problem(stranger.finish(query, ticket))).not.toBe("let in");
  });
});

test("a provider that is away is asked again with the next attempt, and keeps nothing from starting", async () => {
  const { port } = new URL(server.issuer);
  await server.close();
  const early = connect();
  expect(await problem(early.begin())).toBe("unreachable");
  server = await serveProvider({ port: Number(port) });
  expect(await problem(go(early))).toBe("let in");
  const { query, ticket } = await go(early);
  server.wrongs = { status: 503 };
  expect(await problem(early.finish(query, ticket))).toBe("unreachable");
  server.asked.length = 0;
  await go(early);
  expect(server.asked[0]).toBe("/.well-known/openid-configuration");
});

test("what it says of itself is read once while all is well", async () => {
  await Promise.all([go(), go(), go()]);
  expect(server.asked.filter((path) => path.includes("well-known"))).toHaveLength(1);
});

test("the address of the discovery document does as well, and one of another issuer does not", async () => {
  expect(await problem(go(connect({ issuer: `${server.issuer}/.well-known/openid-configuration` })))).toBe(
    "let in",
  );
  const byName = server.issuer.replace("127.0.0.1", "localhost");
  expect(await problem(connect({ issuer: byName }).begin())).toBe("provider");
});
