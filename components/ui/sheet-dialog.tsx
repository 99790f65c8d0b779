"use client";

import { X } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "./button";
import { Dialog } from "./dialog";

type Props = {
  title: string /** What stands beside the title. */;
  action?: ReactNode;
  onClose: () => void;
  children: ReactNode;
};

/** A roomy dialog with its title above: for looking and doing, where nothing is sent off in the end. */
export function SheetDialog({ title, action, onClose, children }: Props) {
  return (
    <Dialog label={title} onClose={onClose} className="w-[min(100%-16px,44rem)]! overflow-hidden">
      <div className="flex max-h-[calc(100dvh-48px)] flex-col">
        <div className="flex items-center gap-3 py-2 pr-2 pl-5">
          <h2 className="min-w-0 text-base font-semibold wrap-anywhere">{title}</h2>
          <div className="ml-auto flex items-center gap-2">
            {action}
            <IconButton label="Close" onClick={onClose}>
              <X aria-hidden />
            </IconButton>
          </div>
        </div>
        <div className="min-h-0 space-y-4 overflow-y-auto px-5 pt-1 pb-5">{children}</div>
      </div>
    </Dialog>
  );
}
