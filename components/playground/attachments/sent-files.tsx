"use client";

import { Download, FileAudio, FileText } from "lucide-react";
import { useState } from "react";
import { buttonClass } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { Attachment } from "@/lib/conversations/attachments-api";
import { formatBytes } from "@/lib/core/format-measures";

const addressOf = ({ id }: Attachment): string => `/api/attachments/${id}`;

/** The files that went with a question: pictures to be opened larger, all others to be saved. */
export function SentFiles({ files }: { files: readonly Attachment[] }) {
  "use memo";
  const [open, setOpen] = useState<Attachment | null>(null);
  if (files.length === 0) return null;
  return (
    <ul aria-label="Attached files" className="mb-1 flex max-w-[85%] flex-wrap justify-end gap-2">
      {files.map((file) => (
        <li key={file.id} className="min-w-0">
          {file.kind === "image" ? (
            <button
              type="button"
              aria-label={`Open ${file.name}`}
              onClick={() => setOpen(file)}
              className="block overflow-hidden rounded-box border border-line bg-sunken hover:border-line-strong"
            >
              {/* biome-ignore lint/performance/noImgElement: a file of the person's own, shown as it is */}
              <img
                src={addressOf(file)}
                alt=""
                loading="lazy"
                className="h-28 max-w-52 min-w-16 object-contain"
              />
            </button>
          ) : (
            <a
              href={addressOf(file)}
              download={file.name}
              className="flex items-center gap-2 rounded-box border border-line bg-raised px-2.5 py-1.5 text-xs hover:bg-hover touch:min-h-11"
            >
              {file.kind === "audio" ? (
                <FileAudio aria-hidden className="size-4 shrink-0 text-muted" />
              ) : (
                <FileText aria-hidden className="size-4 shrink-0 text-muted" />
              )}
              <span className="max-w-52 truncate">{file.name}</span>
              <span className="shrink-0 text-muted">{formatBytes(file.bytes)}</span>
            </a>
          )}
        </li>
      ))}
      {open && (
        <Dialog label={open.name} onClose={() => setOpen(null)} className="w-fit! max-w-[calc(100%-32px)]">
          {/* biome-ignore lint/performance/noImgElement: a file of the person's own, shown as it is */}
          <img
            src={addressOf(open)}
            alt={open.name}
            className="max-h-[calc(100dvh-9rem)] min-h-24 min-w-60 bg-sunken object-contain"
          />
          <div className="flex items-center gap-3 p-2 pl-4 text-xs text-muted">
            <span className="min-w-0 truncate">{open.name}</span>
            <span className="shrink-0">{formatBytes(open.bytes)}</span>
            <a
              href={addressOf(open)}
              download={open.name}
              className={`${buttonClass({ size: "sm" })} ml-auto text-ink`}
            >
              <Download aria-hidden /> Download
            </a>
            <button
              type="button"
              data-focus
              onClick={() => setOpen(null)}
              className={`${buttonClass({ size: "sm" })} text-ink`}
            >
              Close
            </button>
          </div>
        </Dialog>
      )}
    </ul>
  );
}
