import "server-only";
import { encode } from "zod/mini";
import { csvLine } from "@/lib/core/csv";
import { pagedFile } from "@/lib/core/paged-file";
import type { Db } from "@/lib/db/client.server";
import { type AuditFilter, listEvents } from "./audit.server";
import { AuditEvent } from "./audit-api";

/** Rows of one piece. */
const AT_ONCE = 200;

type Options = {
  filter: AuditFilter;
  format: "csv" | "json";
  /** Whether whoever takes it still may. */
  mayStay: () => Promise<boolean>;
  onError: (error: unknown) => void;
};

const COLUMNS = ["at", "actor", "action", "object_id", "details", "address", "actor_id"] as const;

const WRITINGS = {
  csv: {
    head: `\ufeff${csvLine(COLUMNS)}`,
    row: ({ at, actor, actorId, action, objectId, details, address }: AuditEvent) =>
      csvLine([at.toISOString(), actor, action, objectId, JSON.stringify(details), address, actorId]),
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
  let isFirst = true;
  return pagedFile({
    ...{ head, foot, mayStay, onError },
    async read(before) {
      const { events, next } = await listEvents(db, { ...filter, before, limit: AT_ONCE });
      let text = "";
      for (const event of events) {
        text += row(event, isFirst);
        isFirst = false;
      }
      return { text, next };
    },
  });
}
