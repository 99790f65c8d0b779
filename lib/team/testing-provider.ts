import { createHash, randomBytes, randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT, UnsecuredJWT } from "jose";

/** Who is at the provider at the moment, as its token says it. */
export type Claims = { sub: string } & Record<string, unknown>;

/** How a token is made wrong on purpose. */
export type Wrongs = {
  /** Over what the token says otherwise, such as `aud`, `nonce` or `exp`. */
  claims?: Record<string, unknown>;
  unsigned?: boolean;
  /** Signed by a key that is not the provider's. */
  foreignKey?: boolean;
  /** What the token endpoint answers instead, as a status. */
  status?: number;
};

type Code = { challenge: string; redirectUri: string; nonce: string | null };

/**
 * A small OpenID provider on loopback, with what a browser and Patchbay ask of one: discovery, keys, the page that
 * people consent on (which asks nothing), tokens for codes that work once, and what it says of a person apart.
 */
export async function serveProvider({
  port = 0,
  clientSecret = randomBytes(24).toString("hex"),
}: {
  port?: number;
  clientSecret?: string;
} = {}) {
  const keys = await generateKeyPair("ES256");
  const foreign = await generateKeyPair("ES256");
  const codes = new Map<string, Code>();
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.writeHead(500).end());
  });
  await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = {
    issuer,
    clientId: "patchbay",
    clientSecret,
    /** Who signs in next. */
    person: { sub: "ada" } as Claims,
    /** What only `userinfo` says of them. */
    further: null as Record<string, unknown> | null,
    wrongs: {} as Wrongs,
    /** What it refuses a person with, such as `access_denied`. */
    refusal: null as string | null,
    asked: [] as string[],
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", issuer);
    provider.asked.push(url.pathname);
    const json = (body: object, status = 200) =>
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    if (url.pathname === "/.well-known/openid-configuration") return void json(metadata());
    if (url.pathname === "/keys") {
      const key = await exportJWK(keys.publicKey);
      return void json({ keys: [{ ...key, kid: "one", alg: "ES256", use: "sig" }] });
    }
    if (url.pathname === "/authorize") return authorize(url, response);
    if (url.pathname === "/token") {
      const { wrongs } = provider;
      if (wrongs.status !== undefined) return void json({ error: "invalid_request" }, wrongs.status);
      const redeemed = redeem(new URLSearchParams(await textOf(request)));
      if (!redeemed) return void json({ error: "invalid_grant" }, 400);
      const token = await idToken(redeemed);
      return void json({ access_token: randomUUID(), token_type: "Bearer", expires_in: 60, id_token: token });
    }
    if (url.pathname === "/userinfo") return void json({ sub: provider.person.sub, ...provider.further });
    response.writeHead(404).end();
  }

  const metadata = () => ({
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    jwks_uri: `${issuer}/keys`,
    ...(provider.further && { userinfo_endpoint: `${issuer}/userinfo` }),
    response_types_supported: ["code"],
    subject_types_supported: ["public"],
    // As careless as a provider can be: it is not what keeps unsigned tokens out.
    id_token_signing_alg_values_supported: ["ES256", "none"],
    token_endpoint_auth_methods_supported: ["client_secret_post"],
    code_challenge_methods_supported: ["S256"],
  });

  function authorize({ searchParams }: URL, response: ServerResponse): void {
    const back = new URL(searchParams.get("redirect_uri") ?? "");
    back.searchParams.set("state", searchParams.get("state") ?? "");
    if (provider.refusal !== null) back.searchParams.set("error", provider.refusal);
    else {
      const code = randomUUID();
      const challenge = searchParams.get("code_challenge") ?? "";
      if (searchParams.get("code_challenge_method") !== "S256") throw new Error("without PKCE");
      const redirectUri = searchParams.get("redirect_uri") ?? "";
      codes.set(code, { challenge, redirectUri, nonce: searchParams.get("nonce") });
      back.searchParams.set("code", code);
    }
    response.writeHead(302, { location: back.href }).end();
  }

  /** A code works once, for who asked for it. */
  function redeem(form: URLSearchParams): Code | null {
    const code = codes.get(form.get("code") ?? "");
    codes.delete(form.get("code") ?? "");
    const challenge = createHash("sha256")
      .update(form.get("code_verifier") ?? "")
      .digest("base64url");
    const isOurs =
      form.get("client_id") === provider.clientId && form.get("client_secret") === provider.clientSecret;
    const fits = code?.challenge === challenge && code.redirectUri === form.get("redirect_uri");
    return code && isOurs && fits ? code : null;
  }

  function idToken({ nonce }: Code): Promise<string> | string {
    const { wrongs, person } = provider;
    const now = Math.floor(Date.now() / 1_000);
    const claims = {
      ...{ iss: issuer, aud: provider.clientId, iat: now, exp: now + 300 },
      ...(nonce !== null && { nonce }),
      ...person,
      ...wrongs.claims,
    };
    if (wrongs.unsigned) return new UnsecuredJWT(claims).encode();
    const { privateKey } = wrongs.foreignKey ? foreign : keys;
    return new SignJWT(claims).setProtectedHeader({ alg: "ES256", kid: "one" }).sign(privateKey);
  }

  return provider;
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const piece of request) text += String(piece);
  return text;
}
