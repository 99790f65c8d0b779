// What it takes to read a conversation; loaded along with the first one.
import * as z from "zod/mini";
import { Conversation, Message, Pane } from "@/lib/conversations/api";
import { fetchOk, readBody } from "@/lib/core/fetch-json";
import { othersFirst } from "@/lib/core/others-first";
import { reuse } from "@/lib/core/reuse";
import { within } from "@/lib/core/time";
import type { Generation } from "@/lib/ledger/api";
import { patchGenerations } from "./conversation-cache";
import { drawing } from "./drawing";
import { isChanging } from "./under-way";

/** Messages that are read in one go: two thousand take a fifth of a second, in which no letter would get through. */
const AT_ONCE = 64;

/** Milliseconds that words wait for what draws them. */
const DRAWN_SOON = 250;

/** A conversation, and messages of it, that have not been looked at. */
const Unread = z.extend(Conversation, {
  panes: z.array(z.extend(Pane, { messages: z.array(z.unknown()) })),
});
const UnreadBefore = z.object({ messages: z.array(z.unknown()) });

type Reading = {
  /** As it was known when it was asked for. */
  before: Conversation | undefined;
  /** As it is known by now. */
  known: () => Conversation | undefined;
  /** Takes an end that is to stand there while thousands of messages before it are on their way. */
  show: (end: Conversation) => void;
  signal: AbortSignal;
};

/**
 * All of a conversation, from the answer that tells its end.
 * @throws RequestError `unavailable` when an answer breaks off, and what `readConversation` throws
 */
export async function readFromEnd(
  answer: Response,
  { before, known, show, signal }: Reading,
): Promise<Conversation> {
  const end = await readConversation(await readBody(answer, signal), before, signal);
  const isWhole = !end.panes.some(({ earlier }) => earlier);
  if (!before) {
    // What is drawn without it is drawn anew only after a third of a second, by React's own rule.
    await within(DRAWN_SOON, drawing.ready);
    signal.throwIfAborted();
    if (!isWhole) {
      show(end);
      // What draws it comes first.
      await drawing.ready;
    }
  }
  const whole = isWhole ? end : await readEarlier(end, before, signal);
  const now = known();
  const read = now && isChanging(now.id) ? asShown(now, whole) : whole;
  // Of thousands of messages only those are drawn again that have changed.
  return reuseConversation(now, read, before ?? end);
}

/**
 * With panes, and whether they go together, as they are shown while a change of them is on its way, after which they are read
 * again: one that moves in the page and back closes the menu that is open in it, and the focus goes with that.
 */
function asShown(now: Conversation, read: Conversation): Conversation {
  if (now.blind !== read.blind) return read;
  const places = new Map(now.panes.map(({ id }, at) => [id, at]));
  const placeOf = ({ id }: Pane) => places.get(id) ?? now.panes.length;
  const panes = read.panes
    .toSorted((one, other) => placeOf(one) - placeOf(other))
    .map((pane): Pane => {
      const shown = now.panes[placeOf(pane)];
      if (!shown) return pane;
      const { model, fallbackModels, system, parameters } = shown;
      return { ...pane, model, fallbackModels, system, parameters };
    });
  return { ...read, sync: now.sync, panes };
}

/**
 * A conversation as the server tells it, read a few messages at a time; those that are as they were `before` are the same.
 * @throws ZodError when it is none, and the signal's reason once nobody wants it any more
 */
export async function readConversation(
  told: unknown,
  before?: Conversation,
  signal?: AbortSignal,
): Promise<Conversation> {
  const { panes: unread, ...conversation } = Unread.parse(told);
  const read = readerOf(before, signal);
  const panes: Pane[] = [];
  for (const { messages, ...pane } of unread) panes.push({ ...pane, messages: await read(messages) });
  return { ...conversation, panes };
}

/**
 * All of a conversation whose end has been read: what is before it comes in pages, each in a request of its own, so that
 * neither server nor browser is busy with thousands of messages in one go.
 * @throws what reading throws; then nothing of it is known
 */
async function readEarlier(
  { panes: ends, ...conversation }: Conversation,
  before: Conversation | undefined,
  signal: AbortSignal,
): Promise<Conversation> {
  const read = readerOf(before, signal);
  const panes: Pane[] = [];
  for (const { earlier = 0, ...pane } of ends) {
    const pages = [pane.messages];
    for (let left = earlier; left > 0; left -= pages[0]?.length ?? 0) {
      const first = pages[0]?.[0];
      // An empty page: nothing is to be taken for whole that is not.
      if (!first) throw new Error(`${left} messages before those that are known are missing`);
      const path = `/api/conversations/${conversation.id}/messages?before=${first.id}`;
      const answer = await fetchOk(path, { signal });
      const { messages } = UnreadBefore.parse(await readBody(answer, signal));
      pages.unshift(await read(messages));
    }
    panes.push({ ...pane, messages: pages.flat() });
  }
  return { ...conversation, panes };
}

/** Reads messages, and lets others come first after every few of them. */
function readerOf(before: Conversation | undefined, signal: AbortSignal | undefined) {
  const known = new Map(
    before?.panes.flatMap(({ messages }) => messages.map((one) => [one.id, one] as const)),
  );
  let count = 0;
  return async (unread: readonly unknown[]): Promise<Message[]> => {
    const messages: Message[] = [];
    for (const one of unread) {
      if (count > 0 && count % AT_ONCE === 0) {
        await othersFirst();
        signal?.throwIfAborted();
      }
      count += 1;
      const message = Message.parse(one);
      messages.push(reuse(known.get(message.id), message) as Message);
    }
    return messages;
  };
}

/**
 * A conversation as it was read anew, with all that has not changed as it is known `now`, also where only its end is. What
 * has been told of generations since it was `asked` for stays: the answer may be older.
 */
export function reuseConversation(
  now: Conversation | undefined,
  after: Conversation,
  asked = now,
): Conversation {
  const isEnd = now?.panes.some(({ earlier }) => earlier !== undefined);
  return reuse(
    isEnd ? aligned(now) : now,
    now && asked ? withTold(after, asked, now) : after,
  ) as Conversation;
}

/** With the ends of generations, and what they cost, as they have been told since. */
function withTold(read: Conversation, asked: Conversation, now: Conversation): Conversation {
  // What may be told has changed meanwhile.
  if (now === asked || now.blind !== read.blind) return read;
  const before = factsIn(asked);
  const told = [...factsIn(now).values()].filter(
    (facts) => before.has(facts.id) && before.get(facts.id) !== facts && facts.state !== "running",
  );
  return patchGenerations(read, told);
}

const factsIn = ({ panes }: Conversation): ReadonlyMap<string, Generation> =>
  new Map(
    panes.flatMap(({ messages }) => messages.flatMap(({ generation: it }) => (it ? [[it.id, it]] : []))),
  );

/** With every message at its place in the branch, and nothing where one is not known. */
const aligned = (before: Conversation | undefined) =>
  before && {
    ...before,
    panes: before.panes.map(({ earlier = 0, ...pane }) => ({
      ...pane,
      messages: [...Array<undefined>(earlier), ...pane.messages],
    })),
  };
