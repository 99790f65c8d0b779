import { ImageOff } from "lucide-react";
import { use } from "react";
import { revealHidden } from "@/lib/core/reveal-hidden";
import { ExternalLink, InLink } from "./external-link";
import { safeUrl } from "./safe-url";

/** Stands where a model would have an image loaded: loading it would tell its host what was talked about. */
export function ImageBox({ src, alt }: { src: string; alt: string }) {
  "use memo";
  const inLink = use(InLink);
  return (
    <span className="inline-flex max-w-full items-center gap-2 rounded-control border border-line bg-sunken px-2 py-1 text-sm text-muted">
      <ImageOff aria-hidden className="size-4 shrink-0" />
      <span className="truncate">{revealHidden(alt) || "Image"}</span>
      {!inLink && <ImageLink src={src} />}
    </span>
  );
}

function ImageLink({ src }: { src: string }) {
  const url = safeUrl(src);
  return url ? <ExternalLink href={url.href}>image from {url.host}</ExternalLink> : <span>not shown</span>;
}
