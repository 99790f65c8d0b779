"use client";

import { Check, Copy, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { FirstCall } from "./first-call";
import { FirstRequest } from "./first-request";
import type { NewKey } from "./queries";

type Props = { created: NewKey; onClose: () => void };

/** The one time that a key is in sight. Who leaves without copying it is asked once. */
export function NewKeyDialog({ created, onClose }: Props) {
  const [copied, setCopied] = useState<"no" | "yes" | "refused">("no");
  const [leaving, setLeaving] = useState(false);
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(created.key);
      setCopied("yes");
      setLeaving(false);
    } catch {
      setCopied("refused");
    }
  };
  const leave = () => (copied === "no" && !leaving ? setLeaving(true) : onClose());
  return (
    <Dialog
      label={`The key of ${created.name}`}
      onClose={leave}
      className="w-[min(100%-32px,44rem)]! overflow-hidden"
    >
      <div className="flex max-h-[calc(100dvh-48px)] flex-col">
        <div className="min-h-0 space-y-5 overflow-y-auto px-5 pt-4 pb-5">
          <header>
            <h2 className="text-base font-semibold">“{created.name}” is ready</h2>
            <p className="mt-1 flex gap-2 text-warn">
              <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
              Copy the key now. It is not stored and cannot be shown again.
            </p>
          </header>
          <div className="flex items-center gap-2 max-sm:flex-col max-sm:items-stretch">
            <code className="min-w-0 flex-1 rounded-control border border-line bg-sunken px-2.5 py-1.5 font-mono text-xs leading-5 wrap-anywhere select-all">
              {created.key}
            </code>
            <Button look="primary" onClick={() => void copy()}>
              {copied === "yes" ? <Check aria-hidden /> : <Copy aria-hidden />}
              {copied === "yes" ? "Copied" : "Copy key"}
            </Button>
          </div>
          {copied === "refused" && (
            <p role="alert" className="text-xs text-danger">
              The browser refused to copy. Select the key and copy it by hand.
            </p>
          )}
          <FirstCall created={created} />
        </div>
        <footer className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-t border-line px-5 py-3">
          {leaving ? (
            <p role="alert" className="text-warn">
              You have not copied the key.
            </p>
          ) : (
            <FirstRequest created={created} />
          )}
          <Button className="ml-auto" onClick={leave}>
            {leaving ? "Close anyway" : "Done"}
          </Button>
        </footer>
      </div>
    </Dialog>
  );
}
