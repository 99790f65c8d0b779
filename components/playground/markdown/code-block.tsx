"use client";

import { startTransition, useEffect, useState } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import type { Line } from "./highlight";

type Props = { code: string; language: string; complete: boolean };

/** Code with its language, a way to copy it, and colours once it is complete. */
export function CodeBlock({ code, language, complete }: Props) {
  "use memo";
  const lines = useHighlighted(code, language, complete);
  return (
    <figure className="code-block">
      <figcaption>
        <span>{language || "text"}</span>
        <CopyButton text={code} label="Copy code" />
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <pre tabIndex={0}>
        <code>{lines ? lines.map(renderLine) : code}</code>
      </pre>
    </figure>
  );
}

const renderLine = (line: Line, index: number) => (
  <span key={index}>
    {line.map(({ text, style }, at) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: pieces of finished code never move
      <span key={at} className="shiki-token" style={style}>
        {text}
      </span>
    ))}
    {"\n"}
  </span>
);

function useHighlighted(code: string, language: string, complete: boolean): Line[] | null {
  const [done, setDone] = useState<{ code: string; lines: Line[] | null } | null>(null);
  useEffect(() => {
    if (!complete || language === "") return;
    let wanted = true;
    void import("./highlight")
      .then(({ highlight }) => highlight(code, language, () => wanted))
      .then((lines) => wanted && startTransition(() => setDone({ code, lines })))
      // Without colours it is still code.
      .catch(() => {});
    return () => {
      wanted = false;
    };
  }, [code, language, complete]);
  return done?.code === code ? done.lines : null;
}
