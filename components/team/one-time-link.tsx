"use client";

import { Check, Copy, TriangleAlert } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";

type Props = {
  /** The accessible name. */
  label: string;
  title: string;
  link: string;
  /** Whether it is on its way to somebody already, so that nothing is lost with the dialog. */
  isSent?: boolean;
  /** What it is good for. */
  children: ReactNode;
  onClose: () => void;
};

/** The one time that a link is in sight. Who leaves without copying it is asked once. */
export function OneTimeLink({ label, title, link, isSent = false, children, onClose }: Props) {
  const [copied, setCopied] = useState<"no" | "yes" | "refused">("no");
  const [leaving, setLeaving] = useState(false);
  const note = () => {
    setCopied("yes");
    setLeaving(false);
  };
  const copy = () =>
    navigator.clipboard.writeText(link).then(note, () => {
      setCopied("refused");
    });
  const isAtRisk = !isSent && copied !== "yes" && !leaving;
  const leave = () => (isAtRisk ? setLeaving(true) : onClose());
  return (
    <Dialog label={label} onClose={leave} className="w-[min(100%-32px,40rem)]!">
      <div className="space-y-4 p-5">
        <header>
          <h2 className="text-base font-semibold wrap-anywhere">{title}</h2>
          <p className="mt-1 flex gap-2 text-warn">
            <TriangleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
            Copy the link now. It is not stored and cannot be shown again.
          </p>
        </header>
        <div className="flex items-center gap-2 max-sm:flex-col max-sm:items-stretch">
          <code
            onCopy={note}
            className="min-w-0 flex-1 rounded-control border border-line bg-sunken px-2.5 py-1.5 font-mono text-xs leading-5 wrap-anywhere select-all"
          >
            {link}
          </code>
          <Button look="primary" onClick={() => void copy()}>
            {copied === "yes" ? <Check aria-hidden /> : <Copy aria-hidden />}
            {copied === "yes" ? "Copied" : "Copy the link"}
          </Button>
        </div>
        {copied === "refused" && (
          <p role="alert" className="text-xs text-danger">
            The browser refused to copy. Select the link and copy it by hand.
          </p>
        )}
        {children}
        <div className="flex flex-wrap items-center justify-end gap-x-4 gap-y-2">
          {leaving && (
            <p role="alert" className="mr-auto text-warn">
              You have not copied the link.
            </p>
          )}
          <Button onClick={leave}>{leaving ? "Close anyway" : "Done"}</Button>
        </div>
      </div>
    </Dialog>
  );
}
