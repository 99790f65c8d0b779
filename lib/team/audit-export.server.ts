import "server-only";
import { encode } from "zod/mini";
import { csvLine } from "@/lib/core/csv";
import { AppError } from "@/lib/core/errors";
import type { Db } from "@/lib/db/client.server";
import { listEvents } from "./audit.server";
import { AuditEvent } from "./audit-api";
import type { AuditFilter } from "./team-request";

/** Rows of one piece. */
const AT_ONCE = 200;

type Options = {
  filter: AuditFilter;
  format: "csv" | "json";
  /** Whether whoever takes it still may. */
  mayStay: () => Promise<boolean>;
  onError: (error: unknown) => void;
};

const COLUMNS = ["at", "actor", "action", "object_id", "details", "address"] as const;

const WRITINGS = {
  csv: {
    head: `\ufeff${csvLine(COLUMNS)}`,
    row: ({ at, actor, action, objectId, details, address }: AuditEvent) =>
      csvLine([at.toISOString(), actor, action, objectId, JSON.stringify(details), address]),
    foot: "",
  },
  json: {
    head: "[",
    row: (event: AuditEvent, isFirst: boolean) =>
      `${isFirst ? "\n" : ",\n"}${JSON.stringify(encode(AuditEvent, event))}`,
    foot: "\n]\n",
  },
};

/** All that a filter finds, the latest first, as the bytes of a file: read page by page, no faster than they are taken. */
export function exportEvents(
  db: Db,
  { filter, format, mayStay, onError }: Options,
): ReadableStream<Uint8Array> {
  const { head, row, foot } = WRITINGS[format];
  const encoder = new TextEncoder();
  let before: string | undefined;
  let isFirst = true;
  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => controller.enqueue(encoder.encode(head)),
      async pull(controller) {
        try {
          if (!(await mayStay())) throw new AppError("forbidden");
          const page = await listEvents(db, { ...filter, before, limit: AT_ONCE });
          let text = "";
          for (const event of page.events) {
            text += row(event, isFirst);
            isFirst = false;
          }
          before = page.next ?? undefined;
          if (page.next === null) text += foot;
          if (text !== "") controller.enqueue(encoder.encode(text));
          if (page.next === null) controller.close();
        } catch (error) {
          onError(error);
          controller.error(error);
        }
      },
    },
    { highWaterMark: 1 },
  );
}
