"use client";

import { type ReactNode, useEffect, useRef } from "react";
import { Button } from "@/components/ui/button";

type Props = {
  /** Whose details they are: another one's are read from their beginning. */
  about: string;
  /** What is asked for by choosing it. */
  id: string;
  disabled?: boolean;
  onChoose: (id: string) => void;
  children: ReactNode;
};

/** Details that scroll, above the button that chooses what they are of. */
export function CardFrame({ about, id, disabled = false, onChoose, children }: Props) {
  "use memo";
  const scroller = useRef<HTMLDivElement>(null);
  const before = useRef(about);
  useEffect(() => {
    if (scroller.current && about !== before.current) scroller.current.scrollTop = 0;
    before.current = about;
  }, [about]);
  return (
    <>
      <div ref={scroller} className="min-h-0 flex-1 space-y-3 overflow-y-auto overscroll-contain p-4">
        {children}
      </div>
      <div className="border-t border-line p-2.5">
        <Button look="primary" className="w-full" disabled={disabled} onClick={() => onChoose(id)}>
          <span className="truncate">
            Use <span className="font-mono">{id}</span>
          </span>
        </Button>
      </div>
    </>
  );
}
