/** Whether a Content-Type is that of a stream of events: its media type alone, since parameters may say anything. */
export const isEventStream = (contentType: string | null): boolean =>
  contentType?.split(";", 1)[0]?.trim().toLowerCase() === "text/event-stream";
