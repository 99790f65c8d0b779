import type { Attachment } from "@/lib/conversations/attachments-api";

type File = Attachment & { content: Uint8Array };

/** A file that somebody uploaded: shown where a page asks for it, saved when opened, and inert as all of `/api` is. */
export function fileResponse(request: Request, { id, name, kind, type, content }: File): Response {
  // Its bytes never change; whether one may have them is asked each time.
  const etag = `"${id}"`;
  const headers = {
    "content-type": kind === "text" ? "text/plain; charset=utf-8" : type,
    "content-disposition": `attachment; filename="${asciiName(name)}"; filename*=UTF-8''${encoded(name)}`,
    "cache-control": "private, no-cache",
    etag,
  };
  if (request.headers.get("if-none-match") === etag) return new Response(null, { status: 304, headers });
  return new Response(new Uint8Array(content), { headers });
}

const asciiName = (name: string): string => name.replace(/[^\w. -]/g, "_");

const encoded = (name: string): string =>
  encodeURIComponent(name).replace(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
