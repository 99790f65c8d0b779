import { asArray, type JsonRecord } from "@/lib/core/lenient";
import { type AddEvent, addChunk } from "./completion";

/** How the answers of an API are read, as streams and as whole bodies. */
export type Reading = {
  add: AddEvent;
  /** Whether a body is an answer, though nothing in it says how it finished. */
  isAnswer(body: JsonRecord): boolean;
  /** What there is to read in a body of which most says nothing about it. */
  essence?(json: string): string;
  /** Of how many of the last events the bill and the verdict may be a part, however long these are. */
  lastEvents: number;
};

/** Chat, and texts that are continued. Their last events are short. */
export const CHUNKS: Reading = {
  add: addChunk,
  isAnswer: ({ choices }) => asArray(choices).length > 0,
  lastEvents: 0,
};
