"use client";

import { type ReactNode, useEffect, useRef, useState } from "react";
import { describeFailure, type Failure } from "@/lib/core/failure";
import { Button } from "./button";
import { Dialog } from "./dialog";
import { FailureNotice } from "./failure-notice";

type Props = {
  title: string;
  /** The word on the button that does it. */
  confirm: string;
  /** Nothing is lost by it. */
  harmless?: boolean;
  onConfirm: () => Promise<void> | void;
  onClose: () => void;
  children: ReactNode;
};

/** Asks before something that cannot be undone; stays open and says why when it fails. */
export function ConfirmDialog({ title, confirm, harmless = false, onConfirm, onClose, children }: Props) {
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<Failure | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  // It has lost the focus while it was off, and is what can be tried again.
  useEffect(() => {
    if (failure && !busy) button.current?.focus();
  }, [failure, busy]);
  const act = async () => {
    setBusy(true);
    setFailure(null);
    try {
      await onConfirm();
    } catch (error) {
      setFailure(describeFailure(error));
    }
    setBusy(false);
  };
  return (
    <Dialog label={title} onClose={onClose}>
      <div className="space-y-3 p-5">
        <h2 className="text-base font-medium wrap-anywhere">{title}</h2>
        <div className="text-muted wrap-anywhere">{children}</div>
        {failure && <FailureNotice compact failure={failure} />}
        <div className="flex justify-end gap-2 pt-2">
          <Button onClick={onClose}>Cancel</Button>
          <Button
            ref={button}
            look={harmless ? "primary" : "danger"}
            disabled={busy}
            onClick={() => void act()}
          >
            {confirm}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
