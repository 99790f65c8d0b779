import "server-only";
import { encode } from "zod/mini";
import type { OpenedBreak } from "@/lib/chat/break-it.server";
import { describeFailure } from "@/lib/core/errors";
import { BreakLine } from "@/lib/routes/break-api";
import { log } from "../../../../log";
import { describeError } from "../../../../redact";

/** A report line by line, as far as it has come. Whoever leaves ends it. */
export function breakLines({ of, run }: OpenedBreak): Response {
  const left = new AbortController();
  const encoder = new TextEncoder();
  const lines = new ReadableStream<Uint8Array>({
    start(controller) {
      const tell = (line: BreakLine) => {
        if (left.signal.aborted) return;
        controller.enqueue(encoder.encode(`${JSON.stringify(encode(BreakLine, line))}\n`));
      };
      tell({ done: 0, of });
      // Not waited for: what is told meanwhile is to arrive meanwhile.
      void run((done) => tell({ done, of }), left.signal)
        .then(
          (report) => tell({ report }),
          (error: unknown) => {
            if (left.signal.aborted) return;
            const failure = describeFailure(error);
            if (failure.code === "internal")
              log.error({ error: describeError(error) }, "a route could not be broken");
            tell({ error: failure });
          },
        )
        .then(() => left.signal.aborted || controller.close());
    },
    cancel: () => left.abort(),
  });
  return new Response(lines, {
    headers: {
      "content-type": "application/x-ndjson",
      "cache-control": "no-store, no-transform",
      "x-accel-buffering": "no",
    },
  });
}
