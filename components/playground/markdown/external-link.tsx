"use client";

import { createContext, type ReactNode, useState } from "react";
import { Button, buttonClass } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog } from "@/components/ui/dialog";
import { revealHidden } from "@/lib/core/reveal-hidden";
import { readableUrl, safeUrl } from "./safe-url";

/** Whether what is drawn stands in a link, which may hold no other. */
export const InLink = createContext(false);

/** A link that a model wrote: it opens only after a look at where it really goes. */
export function ExternalLink({ href, children }: { href: string | undefined; children: ReactNode }) {
  "use memo";
  const [asking, setAsking] = useState(false);
  const url = safeUrl(href);
  if (!url) return <span>{children}</span>;
  const address = revealHidden(readableUrl(url));
  return (
    <>
      <a
        href={url.href}
        target="_blank"
        rel="noopener noreferrer nofollow"
        data-tip={url.host || url.pathname}
        onClick={(event) => {
          event.preventDefault();
          setAsking(true);
        }}
        // The middle button would go past the question.
        onAuxClick={(event) => event.preventDefault()}
      >
        <InLink value={true}>{children}</InLink>
      </a>
      {asking && (
        <Dialog label="Open this link?" onClose={() => setAsking(false)}>
          <div className="space-y-3 p-5 text-sm">
            <h2 className="text-base font-medium">Open this link?</h2>
            <p className="text-muted">
              A model wrote it. It leads to{" "}
              <b className="font-medium text-ink">{url.host || "your mail program"}</b>:
            </p>
            <p className="max-h-48 overflow-y-auto rounded-control bg-sunken p-2 font-mono text-xs break-all">
              {address}
            </p>
            <div className="flex items-center justify-end gap-2 pt-2">
              <span className="mr-auto">
                <CopyButton text={url.href} label="Copy the address" />
              </span>
              <Button onClick={() => setAsking(false)}>Cancel</Button>
              <a
                href={url.href}
                target="_blank"
                rel="noopener noreferrer nofollow"
                className={buttonClass({ look: "primary" })}
                onClick={() => setAsking(false)}
              >
                Open
              </a>
            </div>
          </div>
        </Dialog>
      )}
    </>
  );
}
