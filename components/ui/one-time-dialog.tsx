"use client";

import { Check, Copy, TriangleAlert } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "./button";
import { Dialog } from "./dialog";

type Props = {
  /** The accessible name. */
  label: string;
  title: string;
  /** What it is that is shown. */
  what: "key" | "secret" | "link";
  text: string;
  /** Why it is to be copied now. */
  warning: string;
  /** Whether it is where it should be already, so that nothing is lost with the dialog. */
  isSafe?: boolean;
  /** What it is good for. */
  children: ReactNode;
  /** Stands beside the way out until leaving is asked about. */
  footer?: ReactNode;
  onClose: () => void;
};

/** The one time that something is in sight. Who leaves without copying it is asked once. */
export function OneTimeDialog({ label, title, what, text, warning, isSafe = false, ...props }: Props) {
  const [copied, setCopied] = useState<"no" | "yes" | "refused">("no");
  const [leaving, setLeaving] = useState(false);
  const note = () => {
    setCopied("yes");
    setLeaving(false);
  };
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      note();
    } catch {
      // Refused, or not there at all where a page came without TLS.
      setCopied("refused");
    }
  };
  const isAtRisk = !isSafe && copied !== "yes" && !leaving;
  const leave = () => (isAtRisk ? setLeaving(true) : props.onClose());
  return (
    <Dialog label={label} onClose={leave} className="w-[min(100%-32px,44rem)]! overflow-hidden">
      <div className="flex max-h-[calc(100dvh-48px)] flex-col">
        <div className="min-h-0 space-y-5 overflow-y-auto px-5 pt-4 pb-5">
          <header>
            <h2 className="text-base font-semibold wrap-anywhere">{title}</h2>
            <p className="mt-1 flex gap-2 text-warn">
              <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
              {warning}
            </p>
          </header>
          <div className="flex items-center gap-2 max-sm:flex-col max-sm:items-stretch">
            <code
              onCopy={note}
              className="min-w-0 flex-1 rounded-control border border-line bg-sunken px-2.5 py-1.5 font-mono text-xs leading-5 wrap-anywhere select-all"
            >
              {text}
            </code>
            <Button look="primary" onClick={() => void copy()}>
              {copied === "yes" ? <Check aria-hidden /> : <Copy aria-hidden />}
              {copied === "yes" ? "Copied" : `Copy ${what}`}
            </Button>
          </div>
          {copied === "refused" && (
            <p role="alert" className="text-xs text-danger">
              The browser refused to copy. Select the {what} and copy it by hand.
            </p>
          )}
          {props.children}
        </div>
        <footer className="flex flex-wrap items-center justify-between gap-x-4 gap-y-2 border-t border-line px-5 py-3">
          {leaving ? (
            <p role="alert" className="text-warn">
              You have not copied the {what}.
            </p>
          ) : (
            props.footer
          )}
          <Button className="ml-auto" onClick={leave}>
            {leaving ? "Close anyway" : "Done"}
          </Button>
        </footer>
      </div>
    </Dialog>
  );
}
