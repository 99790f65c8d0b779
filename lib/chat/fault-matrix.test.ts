import { eq } from "drizzle-orm";
import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { parseUsd } from "@/lib/core/money";
import { cleanText } from "@/lib/core/storable";
import { eventually } from "@/lib/core/testing";
import { message } from "@/lib/db/schema/conversations";
import { TEST_ENGINES } from "@/lib/db/testing.server";
import { ledgerOf } from "@/lib/ledger/testing.server";
import { readRecording } from "@/lib/openrouter/testing.server";
import { type Completion, createCompletionReader } from "./completion";
import {
  chunk,
  head,
  hearComplaints,
  heldSockets,
  LAST_CHUNK,
  openWire,
  readAll,
  serveRaw,
  type Wire,
} from "./wire/testing.server";

const FIXTURES = [
  "plain",
  "keep-alive",
  "multibyte",
  "tool-calls-interleaved",
  "reasoning-signature-late",
  "error-c-with-usage",
] as const;
const FAULTS = ["fin", "reset", "stall", "bad UTF-8", "half JSON"] as const;
const SIDES = ["playground", "gateway"] as const;
type Fault = (typeof FAULTS)[number];

const DEEP = process.env.DEEP === "1";
const SAMPLES = 8;
/** So many thousand streams take the embedded database most of their time. */
const ENGINE = (DEEP ? TEST_ENGINES.at(-1) : undefined) ?? "pglite";
const AT_ONCE = 40;
const IDLE = 1_000;
/** Only silence inside a stream is measured here: on a busy machine, forty connections and heads take their time. */
const UNHURRIED = { connectTimeout: 60_000, firstByteTimeout: 60_000 };
/** What the upstream says in the end, whatever the stream said. */
const BILL = parseUsd("0.123456789");

type Case = {
  fixture: string;
  fault: Fault;
  side: (typeof SIDES)[number];
  offset: number;
  upstreamId: string;
};
type Outcome = Case & { id: string; bytes?: Buffer; broke?: boolean };

const cases = new Map<string, Case>();
const complaints = hearComplaints();
const before = heldSockets();
let upstream: Awaited<ReturnType<typeof serveRaw>>;
let patient: Wire;
let hasty: Wire;

/** The recording under an id of its own, so that its record can be asked for; ids are all of one length. */
function bytesOf({ fixture, upstreamId }: Case): Buffer {
  const text = Buffer.from(readRecording(fixture)).toString("latin1");
  return Buffer.from(
    text.replace(/gen-\d+-\w+/g, (id) => upstreamId.slice(0, id.length)),
    "latin1",
  );
}

/** All that leaves the upstream, before it falls silent, ends or breaks. */
function sentBy(one: Case): Buffer {
  const bytes = bytesOf(one);
  const [start, rest] = [bytes.subarray(0, one.offset), bytes.subarray(one.offset)];
  if (one.fault === "bad UTF-8") return Buffer.concat([start, Uint8Array.of(0xc3, 0x28, 0xff), rest]);
  return one.fault === "half JSON" ? Buffer.concat([start, Buffer.from("\n\n")]) : start;
}

/** A body in chunks tells a premature end from a proper one; one without does not. */
const isChunked = ({ fault, offset }: Case) => fault !== "fin" || offset % 3 === 0;

const endsByItself = (one: Case) =>
  one.fault !== "stall" && one.fault !== "reset" && !(one.fault === "fin" && isChunked(one));

beforeAll(async () => {
  upstream = await serveRaw(
    ({ body, socket }) => {
      const one = cases.get(/case-\d+/.exec(body)?.[0] ?? "");
      if (!one) return socket.destroy();
      const chunked = isChunked(one);
      // With the id in a header it is known even when nothing else arrives.
      const ids: Record<string, string> = one.offset % 2 ? { "X-Generation-Id": one.upstreamId } : {};
      socket.write(head(chunked ? "chunked" : "close", ids));
      socket.write(chunked ? chunk(sentBy(one)) : sentBy(one), () => {
        if (one.fault === "reset") setImmediate(() => socket.resetAndDestroy());
        else if (one.fault !== "stall") socket.end(chunked && one.fault !== "fin" ? LAST_CHUNK : "");
      });
    },
    (id) => ({ id, total_cost: "0.123456789", provider_name: "Acme" }),
  );
  // A key that begins like nothing here: what could be its beginning would be held back until more comes.
  const apiKey = "~key";
  const options = { url: upstream.url, apiKey, engine: ENGINE, ...UNHURRIED } as const;
  patient = await openWire({ ...options, idleTimeout: 60_000 });
  hasty = await openWire({ ...options, idleTimeout: IDLE });
});

afterAll(async () => {
  await Promise.all([patient.close(), hasty.close()]);
  await upstream.close();
  await eventually(() => expect(heldSockets()).toBe(before));
  complaints.stop();
  expect(complaints.heard).toEqual([]);
});

async function run(one: Case, key: string): Promise<Outcome> {
  cases.set(key, one);
  const wire = one.fault === "stall" ? hasty : patient;
  if (one.side === "playground") return { ...one, id: (await wire.ask(key)).generationId };
  const answer = await wire.complete({
    model: "acme/demo",
    stream: true,
    messages: [{ role: "user", content: key }],
  });
  return { ...one, id: answer.generationId, ...(await readAll(answer)) };
}

function readingOf(bytes: Uint8Array): Completion {
  const reader = createCompletionReader();
  reader.feed(new TextDecoder().decode(bytes), 0);
  return reader.end(0);
}

/** State and failure that a stream of these bytes must come to. */
function endOf(one: Case, said: Completion): [state: string, code: string | undefined] {
  if (said.failure) return ["failed", said.failure.code];
  if (said.finishReason !== null || (said.done && said.events > 0)) return ["finished", undefined];
  if (one.fault === "stall") return ["failed", "upstream_stalled"];
  if (one.fault === "reset" || (one.fault === "fin" && isChunked(one))) return ["failed", "upstream_cut"];
  if (said.garbled > 0) return ["failed", "upstream_garbled"];
  return ["failed", said.events === 0 && !said.cut ? "upstream_empty" : "upstream_cut"];
}

/** Everything that is on record before the upstream is asked, and everything that is wrong with it. */
async function judge(outcome: Outcome): Promise<unknown[]> {
  const { db } = outcome.fault === "stall" ? hasty : patient;
  const { row, hold, booked } = await ledgerOf(db, outcome.id);
  const sent = sentBy(outcome);
  const said = readingOf(sent);
  const [state, code] = endOf(outcome, said);
  const upstreamId = outcome.offset % 2 ? outcome.upstreamId : said.upstreamId;
  const cost = said.usage?.cost ?? null;
  const held = cost === null ? null : "booked";
  const facts = [row.state, row.failure?.code, row.upstreamId, row.cost, booked, hold.outcome];
  const wanted = [state, code, upstreamId, cost, cost, held];
  const wrong: unknown[] = wanted.every((value, index) => value === facts[index]) ? [] : [{ facts, wanted }];
  if (outcome.side === "playground") {
    const [turn] = await db.select().from(message).where(eq(message.generationId, outcome.id));
    if (turn?.content !== cleanText(said.text) || turn.reasoning !== said.reasoning)
      wrong.push({ turn, said });
    return wrong;
  }
  const { bytes = Buffer.alloc(0), broke } = outcome;
  const ours = code !== undefined && !said.failure;
  const complete = sent.subarray(0, lastEventEnd(sent));
  // An event that lacks only its end is given one, or no client would hear it.
  const isOpen = endsByItself(outcome) && said.events > readingOf(complete).events;
  const whole = isOpen ? Buffer.concat([sent, Buffer.from("\n\n")]) : sent;
  const kept = ours && !isOpen ? complete : whole;
  if (broke || !bytes.subarray(0, kept.length).equals(kept)) wrong.push({ broke, bytes: String(bytes) });
  if (!ours && bytes.length !== kept.length) wrong.push({ more: String(bytes.subarray(kept.length)) });
  const [heard, name] = await hear(bytes);
  const garbled = readingOf(heardOf(bytes)).garbled > 0;
  if (
    garbled ? heard === null : (heard?.patchbay_code ?? name) !== (ours ? code : said.failure && "upstream")
  )
    wrong.push({ heard, name, ours, code });
  return wrong;
}

const lastEventEnd = (bytes: Buffer): number => (bytes.includes("\n\n") ? bytes.lastIndexOf("\n\n") + 2 : 0);

/** Behind the mark nobody listens. Whatever begins like it is the mark, but not where an event has said something before. */
function heardOf(bytes: Buffer): Buffer {
  const events = bytes.toString("latin1").split("\n\n");
  const isMark = (event: string) => /^data:.*/m.exec(event)?.[0].startsWith("data: [DONE]") ?? false;
  const mark = events.findIndex(isMark);
  return mark === -1 ? bytes : Buffer.from(`${events.slice(0, mark).join("\n\n")}\n\n`, "latin1");
}

/** What a program hears of a stream: our name for the failure, another error's, or none. */
async function hear(bytes: Buffer): Promise<[{ patchbay_code?: string } | null, string | null]> {
  const response = () =>
    new Response(Uint8Array.from(bytes), { headers: { "content-type": "text/event-stream" } });
  const client = new OpenAI({
    apiKey: "any",
    baseURL: "http://gateway.invalid/v1",
    maxRetries: 0,
    logLevel: "off",
    fetch: async () => response(),
  });
  try {
    const stream = await client.chat.completions.create({ model: "any", messages: [], stream: true });
    for await (const _chunk of stream);
    return [null, null];
  } catch (error) {
    const metadata = error instanceof OpenAI.APIError ? Object(error.error).metadata : undefined;
    return [Object(metadata), "upstream"];
  }
}

let number = 0;
function casesOf(fixture: string, fault: Fault): [string, Case][] {
  const { length } = readRecording(fixture);
  const shift = FAULTS.indexOf(fault) * 7;
  const offsets = DEEP
    ? Array.from({ length: length + 1 }, (_, offset) => offset)
    : Array.from({ length: SAMPLES }, (_, index) =>
        Math.min(length, Math.max(0, Math.round((index * length) / (SAMPLES - 1)) - (index % 2 ? shift : 0))),
      );
  return offsets.flatMap((offset) =>
    SIDES.map((side): [string, Case] => {
      number += 1;
      const upstreamId = `gen-1790981417-${String(number).padStart(20, "0")}`;
      return [`case-${number}`, { fixture, fault, side, offset, upstreamId }];
    }),
  );
}

describe.each(FIXTURES)("%s", (fixture) => {
  test.each(FAULTS)(
    "%s at any byte",
    async (fault) => {
      const wire = fault === "stall" ? hasty : patient;
      const all = casesOf(fixture, fault);
      const asked = upstream.received.length;
      for (let start = 0; start < all.length; start += AT_ONCE) {
        const batch = all.slice(start, start + AT_ONCE);
        const outcomes = await Promise.all(batch.map(([key, one]) => run(one, key)));
        await wire.runner.idle();
        const judged = await Promise.all(
          outcomes.map(async (outcome) => ({ outcome, wrong: await judge(outcome) })),
        );
        expect(judged.filter(({ wrong }) => wrong.length > 0)).toEqual([]);
        await wire.confirm();
        for (const { row, hold, booked } of await Promise.all(
          outcomes.map(({ id }) => ledgerOf(wire.db, id)),
        )) {
          const bill = row.upstreamId === null ? null : BILL;
          // Without an id nobody can be asked, and an hour is not over yet.
          expect([row.cost, booked, hold.endedAt !== null]).toEqual([bill, bill, bill !== null]);
        }
        for (const [key] of batch) cases.delete(key);
      }
      // One request each, and none of them twice.
      expect(upstream.received.length - asked).toBe(all.length);
      await expect.poll(() => upstream.received.every(({ socket }) => socket.destroyed)).toBe(true);
      upstream.received.length = 0;
      expect(wire.errors).toEqual([]);
    },
    DEEP ? 3_600_000 : 60_000,
  );
});
