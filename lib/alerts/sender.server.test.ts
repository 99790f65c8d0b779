import { execFile } from "node:child_process";
import type { LookupAddress } from "node:dns";
import { readFile } from "node:fs/promises";
import type { ServerResponse } from "node:http";
import { promisify } from "node:util";
import { afterEach, describe, expect, test } from "vitest";
import { createMailer } from "@/lib/mail/mailer.server";
import { serveMail } from "@/lib/mail/testing.server";
import type { Target } from "./message";
import { createPost } from "./post.server";
import { createReach, isPublicAddress, type Reach } from "./reach.server";
import { createSender, type Sender } from "./sender.server";
import { newSecret, sign } from "./signature.server";
import { aMessage, anAlert, at } from "./testing";
import { type Got, serveReceiver } from "./testing.server";
import { isFromPatchbay } from "./testing-signature";

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

const aTarget = (changes: Partial<Target>): Target => ({
  ...{ kind: "webhook", addresses: [], address: null, secret: null, timeZone: "UTC" },
  ...changes,
});

function senderOf(more: Partial<Parameters<typeof createSender>[0]> = {}): Sender {
  const sender = createSender({
    ...{ mailer: null, isTeam: false, allowPrivate: false, now: () => at(0), patience: 2_000 },
    ...more,
  });
  closing.push(sender.close);
  return sender;
}

async function receiver(answer?: (got: Got, response: ServerResponse) => void) {
  const served = await serveReceiver(answer);
  closing.push(served.close);
  return served;
}

const MESSAGE = aMessage(anAlert());
const status =
  (code: number, body = "") =>
  (_got: Got, response: ServerResponse) =>
    void response.writeHead(code, { location: "http://127.0.0.1:1/" }).end(body);

describe("a webhook", () => {
  test("gets JSON that its secret signs, as the documentation says", async () => {
    const { origin, received } = await receiver();
    const secret = newSecret();
    const sent = await senderOf().send(aTarget({ address: `${origin}/hook?x=1`, secret }), MESSAGE);
    expect(sent).toEqual({ ok: true, said: "The receiver answered 200.", isPassing: false, sentTo: [] });
    const [got] = received;
    if (!got) throw new Error("nothing came");
    expect(got.url).toBe("/hook?x=1");
    expect(JSON.parse(got.body)).toMatchObject({ version: 1, id: MESSAGE.id, type: "alert" });
    expect(got.headers.get("x-patchbay-id")).toBe(MESSAGE.id);
    const now = at(0).getTime();
    expect(isFromPatchbay(secret, got.headers, got.body, now)).toBe(true);
    expect(isFromPatchbay(secret, got.headers, `${got.body} `, now)).toBe(false);
    expect(isFromPatchbay(newSecret(), got.headers, got.body, now)).toBe(false);
    expect(isFromPatchbay(secret, got.headers, got.body, now + 301_000)).toBe(false);
  });

  test("the documentation has that function word for word", async () => {
    const [docs, source] = await Promise.all(
      ["docs/alerts.md", "lib/alerts/testing-signature.ts"].map((path) => readFile(path, "utf8")),
    );
    expect(docs).toContain(source?.slice(source.indexOf("import ")).trim());
  });

  test("the documentation's Python says the same", async ({ skip }) => {
    const run = promisify(execFile);
    const known = await run("python3", ["--version"]).catch(() => null);
    if (known === null) skip("there is no Python here");
    const docs = await readFile("docs/alerts.md", "utf8");
    const code = /```python\n([\s\S]*?)```/.exec(docs)?.[1] ?? "";
    const [secret, body] = [newSecret(), '{"title":"äöü"}'];
    const timestamp = Math.floor(Date.now() / 1_000);
    const ask = async (signed: string) => {
      const headers = JSON.stringify({
        ...{ "x-patchbay-timestamp": String(timestamp), "x-patchbay-signature": `v1=${signed}` },
      });
      const call = `${code}\nimport json, sys\nprint(is_from_patchbay(sys.argv[1], json.loads(sys.argv[2]), sys.argv[3].encode()))`;
      return (await run("python3", ["-c", call, secret, headers, body])).stdout.trim();
    };
    expect(await ask(sign(secret, timestamp, body))).toBe("True");
    expect(await ask(sign(newSecret(), timestamp, body))).toBe("False");
  });
});

test("Slack and Discord get what they read", async () => {
  const { origin, received } = await receiver();
  const sender = senderOf();
  await sender.send(aTarget({ kind: "slack", address: `${origin}/slack` }), MESSAGE);
  await sender.send(aTarget({ kind: "discord", address: `${origin}/discord` }), MESSAGE);
  const [slack, discord] = received.map(({ body }) => JSON.parse(body));
  expect(slack).toMatchObject({ text: MESSAGE.alerts[0]?.title, blocks: expect.any(Array) });
  expect(discord).toMatchObject({ allowed_mentions: { parse: [] } });
  for (const { headers } of received) expect(headers.has("x-patchbay-signature")).toBe(false);
});

describe("what a receiver can do", () => {
  const ask = async (answer: (got: Got, response: ServerResponse) => void, patience = 2_000) => {
    const { origin } = await receiver(answer);
    return senderOf({ patience }).send(aTarget({ address: `${origin}/s3cret-path`, secret: "s" }), MESSAGE);
  };

  test.each([
    [204, true, false],
    [400, false, false],
    [404, false, false],
    [408, false, true],
    [429, false, true],
    [500, false, true],
    [503, false, true],
  ])("answer %i", async (code, ok, isPassing) => {
    expect(await ask(status(code))).toMatchObject({ ok, isPassing });
  });

  test("lead elsewhere, which is not followed", async () => {
    expect(await ask(status(302))).toMatchObject({
      ...{
        ok: false,
        isPassing: false,
        said: "The receiver answered 302, a redirect, which is not followed.",
      },
    });
  });

  test("say nothing for too long", async () => {
    expect(await ask(() => {}, 100)).toMatchObject({
      ...{ ok: false, isPassing: true, said: "The receiver did not answer within 0.1 seconds." },
    });
  });

  test("take it and then go on and on, or break off", async () => {
    const slow = (_got: Got, response: ServerResponse) => void response.writeHead(202).write("a");
    expect(await ask(slow, 300)).toMatchObject({ ok: true, said: "The receiver answered 202." });
    const broken = (_got: Got, response: ServerResponse) => {
      response.writeHead(200, { "content-length": "10" }).write("a");
      setImmediate(() => response.destroy());
    };
    expect(await ask(broken)).toMatchObject({ ok: true });
  });

  test("refuse it at endless length, of which the beginning is enough", async () => {
    const endless = (_got: Got, response: ServerResponse) => {
      response.writeHead(500);
      const more = () => {
        while (!response.destroyed && response.write("x".repeat(65_536)));
        if (!response.destroyed) response.once("drain", more);
      };
      more();
    };
    expect(await ask(endless)).toMatchObject({
      ok: false,
      said: expect.stringMatching(/answered 500: x{160}$/),
    });
  });

  test("repeat what it was sent: its address and its secret are told to nobody", async () => {
    const echo = (got: Got, response: ServerResponse) =>
      void response.writeHead(400).end(`no\n${got.url}\u0000 ${"y".repeat(500)}`);
    const { said } = await ask(echo);
    expect(said).toMatch(/^The receiver answered 400: no … ?/);
    expect(said).not.toContain("s3cret-path");
    expect(said.length).toBeLessThan(250);
  });

  test("repeat it so late that it is cut amid: none of it is told", async () => {
    const token = "token-0123456789abcdefghijklmnopqrstuvwxyz";
    for (const before of [150, 158, 159, 160, 65_500, 65_530]) {
      const late = (got: Got, response: ServerResponse) =>
        void response.writeHead(400).end(`${"x".repeat(before - 1)} ${got.url} ${token}`);
      const { origin } = await receiver(late);
      const { said } = await senderOf().send(aTarget({ address: `${origin}/${token}` }), MESSAGE);
      expect(said).toMatch(/^The receiver answered 400: x{149}/);
      expect(said).not.toMatch(/to|\//);
    }
  });

  test("repeat it often, so that what is left is short and ends in the middle of it", async () => {
    const token = "token-0123456789".repeat(60);
    const often = (_got: Got, response: ServerResponse) =>
      void response.writeHead(400).end(`${"no ".repeat(3)}${token.repeat(100)}`);
    const { origin } = await receiver(often);
    const { said } = await senderOf().send(aTarget({ address: `${origin}/hook?key=${token}` }), MESSAGE);
    expect(said).toMatch(/^The receiver answered 400: no no no …+$/);
  });

  test("name a part of the address that opens it by itself", async () => {
    const named = (_got: Got, response: ServerResponse) =>
      void response.writeHead(403).end("no webhooks for token-0123456789 or path-0123456789");
    const { origin } = await receiver(named);
    const address = `${origin}/webhooks/path-0123456789?key=token-0123456789`;
    const { said } = await senderOf().send(aTarget({ address }), MESSAGE);
    expect(said).toBe("The receiver answered 403: no webhooks for … or …");
  });

  test("be away", async () => {
    const { origin, close } = await receiver();
    await close();
    const sent = await senderOf().send(aTarget({ address: origin }), MESSAGE);
    expect(sent).toMatchObject({ ok: false, isPassing: true, said: "The receiver could not be reached." });
  });
});

describe("e-mail", () => {
  const target = aTarget({ kind: "email", addresses: ["a@example.org", "b@example.org"] });

  test("goes to each address by itself, and again only to whom it did not reach", async () => {
    let isDown = true;
    const { url, received, close } = await serveMail({
      refuse: (to) => (isDown && to.startsWith("b@") ? 451 : null),
    });
    closing.push(close);
    const sender = senderOf({ mailer: createMailer({ url, from: "patchbay@example.org" }) });
    const first = await sender.send(target, MESSAGE);
    expect(first).toMatchObject({ ok: false, isPassing: true, sentTo: ["a@example.org"] });
    expect(first.said).toMatch(/\(1 of 2 addresses\)$/);
    isDown = false;
    expect(await sender.send(target, MESSAGE, first.sentTo)).toMatchObject({ ok: true });
    expect(received.map(({ to }) => to)).toEqual([["a@example.org"], ["b@example.org"]]);
    expect(received[0]?.subject).toBe(`[Patchbay] ${MESSAGE.alerts[0]?.title}`);
  });

  test("needs a mail server", async () => {
    const sender = senderOf();
    expect(sender.problemOf(target)).toMatch(/SMTP_URL/);
    expect(await sender.send(target, MESSAGE)).toMatchObject({ ok: false, isPassing: true });
  });
});

describe("where messages may go", () => {
  test.each([
    ...["127.0.0.1", "10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "169.254.169.254", "0.0.0.0"],
    ...["100.64.0.1", "224.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fc00::1", "fd00:ec2::254"],
    ...["::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:a9fe:a9fe", "64:ff9b::7f00:1", "2002:7f00:1::"],
    ...["fe80::1%eth0", "nonsense", ""],
  ])("%s is not the public internet", (address) => {
    expect(isPublicAddress(address)).toBe(false);
  });
  test.each(["1.1.1.1", "172.32.0.1", "8.8.8.8", "2606:4700::1111", "::ffff:1.1.1.1"])("%s is", (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });

  const team = createReach({ isTeam: true, allowPrivate: false });
  const local = createReach({ isTeam: false, allowPrivate: false });
  const allowed = createReach({ isTeam: true, allowPrivate: true });

  test.each<[address: string, inTeam: boolean, isLocal: boolean, isAllowed: boolean]>([
    ["https://hook.example/x", true, true, true],
    ["http://hook.example/x", false, false, false],
    ["http://127.0.0.1:9/x", false, true, false],
    ["http://localhost:9/x", false, true, false],
    ["https://127.0.0.1:9/x", false, true, true],
    // The same address in other spellings.
    ["https://2130706433/", false, true, true],
    ["https://0x7f.1/", false, true, true],
    ["https://[::ffff:127.0.0.1]/", false, true, true],
    ["https://169.254.169.254/latest/meta-data/", false, true, true],
    ["ftp://hook.example/", false, false, false],
    ["nonsense", false, false, false],
  ])("%s", (address, ...expected) => {
    expect([team, local, allowed].map((reach) => reach.refusal(address) === null)).toEqual(expected);
  });

  test("a name is looked up once, and what it says must be public throughout", async () => {
    const found = (addresses: LookupAddress[], isTeam = true) => {
      const { lookup } = createReach({
        ...{ isTeam, allowPrivate: false },
        resolve: (_name, _options, done) => done(null, addresses),
      });
      return new Promise<[unknown, unknown]>((resolve) =>
        lookup("hook.example", { all: true }, (error, list) => resolve([error, list])),
      );
    };
    const [good, bad] = [
      { address: "1.1.1.1", family: 4 },
      { address: "10.0.0.1", family: 4 },
    ];
    expect(await found([good])).toEqual([null, [good]]);
    expect((await found([good, bad]))[0]).toMatchObject({ name: "ReachError" });
    expect(await found([bad], false)).toEqual([null, [bad]]);
  });

  test("a name that leads to this machine is not connected to, whatever it said before", async () => {
    const { origin, received } = await receiver();
    const { port } = new URL(origin);
    let asked = 0;
    const guarded = createReach({
      ...{ isTeam: true, allowPrivate: false },
      resolve(_name, _options, done) {
        asked += 1;
        done(null, [{ address: "127.0.0.1", family: 4 }]);
      },
    });
    // As if its protocol were allowed, so that only the look-up stands in between.
    const reach: Reach = { ...guarded, refusal: () => null };
    const { post, close } = createPost(reach, 2_000);
    closing.push(close);
    const outcome = await post(`http://rebound.example:${port}/`, "{}", { blot: String });
    expect(outcome).toMatchObject({
      ok: false,
      isPassing: false,
      said: expect.stringMatching(/private network/),
    });
    expect([asked, received.length]).toEqual([1, 0]);
  });

  test("a team's sender says so before anything is sent", async () => {
    const { origin, received } = await receiver();
    const sender = senderOf({ isTeam: true });
    const target = aTarget({ address: origin.replace("http:", "https:") });
    expect(sender.problemOf(target)).toMatch(/ALERTS_PRIVATE_NETWORK/);
    expect(await sender.send(target, MESSAGE)).toMatchObject({ ok: false, isPassing: false });
    expect(received).toEqual([]);
  });
});
