import { type Completion, createCompletionReader } from "./completion";
import { CHUNKS, type Reading } from "./reading";
import { createTail } from "./tail";

/** Watches a stream on its way past: cheap while it runs, everything at the end. */
export type Watch = {
  feed(text: string, at: number): void;
  /** Known after the first event. */
  readonly upstreamId: string | null;
  /** The closing mark has passed; what a connection does after it is of no interest. */
  readonly isDone: boolean;
  /** When something other than a keep-alive comment last came. */
  readonly progressAt: number;
  /** Reads what is left and says what the stream said. */
  end(at: number): Completion;
};

/** A real line break before it tells the mark from the same words inside an answer, where breaks are escaped. */
const DONE = /[\r\n]data: ?\[DONE\]/;
const DONE_LENGTH = 16;
/** Characters; the last events of most streams are a few thousand at most. */
const TAIL = 32 * 1024;
/** Characters of one event, of streams that are not kept: those beyond belong to nothing that is understood here. */
const LONGEST_EVENT = 8 * 1024 * 1024;
/** Mixed line breaks make the parser look to the end of what it is fed for every line; so that is never far. */
const PIECE = 65_536;

/**
 * `whole` reads everything at the end; `tail` keeps the first event and the last ones, which hold the bill
 * and the verdict, for streams whose text is nobody's business.
 */
export function createWatch(
  startedAt: number,
  keep: "whole" | "tail" = "whole",
  { add, lastEvents }: Pick<Reading, "add" | "lastEvents"> = CHUNKS,
): Watch {
  const reader = createCompletionReader(add);
  // After the first token nothing is urgent, and parsing once is cheaper than parsing as it comes.
  const later = createTail(
    keep === "whole" ? null : { length: TAIL, events: lastEvents, longest: LONGEST_EVENT },
  );
  let isCut = false;
  /** Characters since the last event ended, as far as one piece shows it. */
  let eventLength = 0;
  let tail = "\n";
  let isDone = false;
  let inComment = false;
  let progressAt = startedAt;
  return {
    feed(text, at) {
      // A comment may come in pieces; its second half does not begin with a colon.
      const lines = inComment ? `:${text}` : text;
      if (!isOnlyComments(lines)) progressAt = at;
      inComment = lines.slice(lastBreak(lines) + 1).startsWith(":");
      isDone ||= DONE.test(tail + text);
      tail = (tail + text).slice(-DONE_LENGTH);
      if (reader.completion.firstTokenAt === null && !isCut) {
        reader.feed(text, at);
        eventLength = lengthOfLastEvent(text, eventLength);
        if (keep === "tail" && eventLength > LONGEST_EVENT) {
          reader.end(at);
          isCut = true;
        }
      } else {
        later.push(text);
      }
    },
    get upstreamId() {
      return reader.completion.upstreamId;
    },
    get isDone() {
      return isDone;
    },
    get progressAt() {
      return progressAt;
    },
    end(at) {
      let rest = later.take();
      if (isCut || later.isCut) {
        // What was dropped began in the middle of one event and ended in the middle of another.
        reader.end(at);
        rest = rest.slice(Math.max(0, rest.search(/\r?\n\r?\n/)));
      }
      for (let start = 0; start < rest.length; start += PIECE)
        reader.feed(rest.slice(start, start + PIECE), at);
      return reader.end(at);
    },
  };
}

const lastBreak = (text: string) => Math.max(text.lastIndexOf("\n"), text.lastIndexOf("\r"));

/** Nearly all text shows with its first character that it is something else. */
const isOnlyComments = (text: string): boolean => !/(?:^|[\r\n])[^:\r\n]/.test(text);

function lengthOfLastEvent(text: string, before: number): number {
  const end = Math.max(text.lastIndexOf("\n\n"), text.lastIndexOf("\n\r\n"));
  return end === -1 ? before + text.length : text.length - end;
}
