import * as z from "zod/mini";
import { Attachment } from "@/lib/conversations/attachments-api";
import { ATTACHMENTS_LIMIT } from "@/lib/conversations/limits";
import { ErrorBody } from "@/lib/core/wire";
import type { Item, SetItems } from "./use-attachments";

let added = 0;

/** Takes files in and uploads each at once. */
export function addFiles(files: readonly File[], change: SetItems): void {
  const items = files.map((file): Item => {
    added += 1;
    // What only claims to be a picture is shown as a broken one for the moment until it is refused.
    const preview = /^image\/(png|jpeg|webp|gif)$/.test(file.type) ? URL.createObjectURL(file) : null;
    const { name, size: bytes } = file;
    const state = { progress: 0, failure: null, stored: null };
    return { key: `file ${added}`, name, bytes, file, preview, ...state };
  });
  change((now) => [...now, ...items]);
  for (const item of items) void upload(item, change);
}

/** Uploads a file, once more when it failed before. */
export async function upload({ key, file }: Item, change: SetItems): Promise<void> {
  if (!file) return;
  const note = (part: Partial<Item>) =>
    change((now) => now.map((item) => (item.key === key ? { ...item, ...part } : item)));
  note({ failure: null, progress: 0 });
  try {
    if (file.size > ATTACHMENTS_LIMIT) throw new Refused("Larger than 8 MB.");
    note({ stored: await send(file, (progress) => note({ progress })), progress: 1 });
  } catch (error) {
    const failure = error instanceof Error ? error.message : "It could not be uploaded.";
    note({ failure, ...(error instanceof Refused ? { file: null } : {}) });
  }
}

/** What would be refused again is not tried again. */
class Refused extends Error {}

/** `fetch` does not tell how far an upload has come. */
function send(file: File, onProgress: (share: number) => void): Promise<Attachment> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", `/api/attachments?${new URLSearchParams({ name: file.name.slice(-1_000) })}`);
    request.setRequestHeader("content-type", "application/octet-stream");
    request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
    request.onerror = () => reject(new Error("Patchbay cannot be reached."));
    request.onload = () => {
      const answer = parsed(request.responseText);
      const stored = z.safeParse(Attachment, answer);
      if (request.status === 201 && stored.success) return resolve(stored.data);
      const failed = z.safeParse(ErrorBody, answer);
      const words = failed.success ? failed.data.error.message : "Patchbay failed to take it.";
      reject(request.status < 500 ? new Refused(words) : new Error(words));
    };
    request.send(file);
  });
}

/** Takes files off, and lets go of what was shown of them. */
export function removeItems(keys: readonly string[], change: SetItems): void {
  change((now) => {
    letGo(now.filter(({ key }) => keys.includes(key)));
    return now.filter(({ key }) => !keys.includes(key));
  });
}

/** Frees the pictures that were shown of files before the server had them. */
export function letGo(items: readonly Item[]): void {
  for (const { preview } of items) if (preview?.startsWith("blob:")) URL.revokeObjectURL(preview);
}

/** The files as they were kept over a reload. */
export function restored(kept: string): readonly Item[] {
  const files = z.safeParse(z.array(Attachment), parsed(kept));
  return (files.data ?? []).map((stored) => ({
    key: stored.id,
    name: stored.name,
    bytes: stored.bytes,
    file: null,
    preview: stored.kind === "image" ? `/api/attachments/${stored.id}` : null,
    progress: 1,
    failure: null,
    stored,
  }));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
