import { expect, test } from "vitest";
import { isEventStream } from "./event-stream";

test.each([
  ["text/event-stream", true],
  ["Text/Event-Stream ; charset=utf-8", true],
  ["text/html; x=text/event-stream", false],
  ["text/event-streams", false],
  ["application/json", false],
  ["", false],
  [null, false],
])("%s is a stream of events: %s", (type, expected) => {
  expect(isEventStream(type)).toBe(expected);
});
