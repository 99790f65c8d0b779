"use client";

import { ClipboardPaste } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { exportBody } from "@/lib/routes/export";
import type { Arm, Spec } from "./edit-spec";
import { ImportDialog } from "./import-dialog";

type Props = { spec: Spec; arm: Arm; onReplace: (spec: Spec) => void };

/** The body that OpenRouter is sent for a caller who sets nothing, and the way from such a body to a route. */
export default function RequestView({ spec, arm, onReplace }: Props) {
  const [pasting, setPasting] = useState(false);
  const json = JSON.stringify(exportBody(spec, arm), null, 2);
  const { locked } = spec;
  return (
    <div className="py-3">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 pb-2">
        <p className="min-w-0 flex-1 basis-64 text-xs text-muted">
          What OpenRouter is sent for a caller who sets nothing
          {spec.arms.length > 1 && (
            <>
              {" "}
              and draws the arm <span className="font-mono text-ink">{arm.name}</span>
            </>
          )}
          . A caller&apos;s own settings come before these
          {locked.length > 0 && (
            <>
              , but for <span className="font-mono text-ink">{locked.join(", ")}</span>
            </>
          )}
          .
        </p>
        <Button size="sm" aria-haspopup="dialog" onClick={() => setPasting(true)}>
          <ClipboardPaste aria-hidden /> Paste a body
        </Button>
        <CopyButton text={json} label="Copy the request" />
      </div>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        className="max-h-112 overflow-auto rounded-control bg-sunken px-3 py-2.5 font-mono text-xs leading-5"
      >
        <code>{json}</code>
      </pre>
      {pasting && <ImportDialog onReplace={onReplace} spec={spec} onClose={() => setPasting(false)} />}
    </div>
  );
}
