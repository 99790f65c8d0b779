import { createParser } from "eventsource-parser";

export type EventReader = {
  /** Takes the next piece of decoded text, cut anywhere. */
  feed(text: string): void;
  /** The stream is over: an event that lacks its closing blank line still counts. */
  end(): void;
};

/** Reads server-sent events and hands over the data of each; comments and unknown fields are passed by. */
export function createEventReader(onData: (data: string) => void): EventReader {
  const parser = createParser({ onEvent: ({ data }) => onData(data) });
  return {
    feed: (text) => parser.feed(text),
    end: () => parser.feed("\n\n"),
  };
}
