"use client";

import { useEffect, useRef, useState } from "react";
import { saveBlob } from "@/components/ui/save-file";
import { describeFailure, type Failure } from "@/lib/core/failure";
import { fetchOk, unreachable } from "@/lib/core/fetch-json";
import { filterParams, type GenerationFilter } from "@/lib/ledger/paths";

export type ExportProgress = {
  format: "csv" | "json";
  rows: number;
  bytes: number;
  /** Null where counting them would take as long as exporting. */
  total: number | null;
};

const NEWLINE = 10;
/** Lines of a file that are no rows: the names of the columns, the closing bracket and the end. */
const EXTRA_LINES = { csv: 1, json: 2 };

/** Fetches all that a filter finds as a file, tells how far it is, and lets the browser save it. */
export function useExport(filter: GenerationFilter) {
  const [progress, setProgress] = useState<ExportProgress | null>(null);
  const [failure, setFailure] = useState<Failure | null>(null);
  const running = useRef<AbortController | null>(null);
  useEffect(() => () => running.current?.abort(), []);

  async function start(format: "csv" | "json") {
    running.current?.abort();
    const leaving = new AbortController();
    running.current = leaving;
    setFailure(null);
    setProgress({ format, rows: 0, bytes: 0, total: null });
    try {
      const params = filterParams(filter);
      params.set("format", format);
      const response = await fetchOk(`/api/generations/export?${params}`, { signal: leaving.signal });
      const blob = await collect(response, format, leaving.signal, setProgress);
      saveBlob(nameOf(response, format), blob);
    } catch (error) {
      if (!leaving.signal.aborted) setFailure(describeFailure(error));
    }
    if (running.current === leaving) setProgress(null);
  }

  return {
    start: (format: "csv" | "json") => void start(format),
    cancel: () => running.current?.abort(),
    progress,
    failure,
    dismiss: () => setFailure(null),
  };
}

async function collect(
  response: Response,
  format: "csv" | "json",
  signal: AbortSignal,
  tell: (progress: ExportProgress) => void,
): Promise<Blob> {
  const count = response.headers.get("x-total-count");
  const total = count === null ? null : Number(count);
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let [lines, bytes] = [0, 0];
  const reader = response.body?.getReader();
  while (reader) {
    const { done, value } = await reader.read().catch((cause: unknown) => {
      throw signal.aborted ? cause : unreachable(cause);
    });
    if (done) break;
    pieces.push(value);
    bytes += value.length;
    for (const byte of value) if (byte === NEWLINE) lines++;
    tell({ format, rows: Math.max(0, lines - EXTRA_LINES[format]), bytes, total });
  }
  return new Blob(pieces, { type: response.headers.get("content-type") ?? "" });
}

const nameOf = (response: Response, format: string): string =>
  /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1] ??
  `patchbay-generations.${format}`;
