import { FileAudio, FileText, RotateCw, X } from "lucide-react";
import { IconButton } from "@/components/ui/button";
import { formatBytes } from "@/lib/core/format-measures";
import type { Item } from "./use-attachments";

type Props = { item: Item; onRemove: () => void; onRetry: () => void };

/** A file in the composer: what it looks like, how far it is, and what became of it. */
export function AttachmentChip({ item, onRemove, onRetry }: Props) {
  "use memo";
  const { name, bytes, preview, progress, failure, stored, file } = item;
  const percent = Math.round(progress * 100);
  return (
    <li
      className={`relative flex max-w-full items-center gap-2 overflow-hidden rounded-control border p-1 ${failure ? "border-danger bg-danger-soft" : "border-line bg-sunken"}`}
    >
      {preview && !failure ? (
        // biome-ignore lint/performance/noImgElement: a file of the person's own, shown as it is
        <img src={preview} alt="" className="size-9 rounded-sm object-cover" />
      ) : (
        <span className="flex size-9 items-center justify-center text-muted [&_svg]:size-4">
          {stored?.kind === "audio" ? <FileAudio aria-hidden /> : <FileText aria-hidden />}
        </span>
      )}
      <span className="min-w-0">
        <span className="block max-w-52 truncate text-ink" data-tip={name}>
          {name}
        </span>
        <span
          role={failure ? "alert" : "status"}
          className={failure ? "block max-w-80 text-danger" : "text-muted"}
        >
          {failure ?? (stored ? formatBytes(bytes) : `Uploading ${percent} %`)}
        </span>
      </span>
      {failure && file && (
        <IconButton size="icon-sm" label={`Try ${name} again`} tip="Try again" onClick={onRetry}>
          <RotateCw aria-hidden />
        </IconButton>
      )}
      <IconButton size="icon-sm" label={`Remove ${name}`} tip="Remove" onClick={onRemove}>
        <X aria-hidden />
      </IconButton>
      {!stored && !failure && (
        <span aria-hidden className="absolute inset-x-0 bottom-0 h-0.5 bg-line">
          <span className="block h-full bg-accent transition-[width]" style={{ width: `${percent}%` }} />
        </span>
      )}
    </li>
  );
}
