"use client";

import { type RefObject, useLayoutEffect, useRef } from "react";
import { CopyButton } from "@/components/ui/copy-button";
import { colour } from "./colour";
import { drawLines } from "./draw-lines";

type Props = { code: string; language: string; complete: boolean };

/** Code with its language, a way to copy it, and colours once it is complete. */
export function CodeBlock({ code, language, complete }: Props) {
  "use memo";
  const place = useRef<HTMLElement>(null);
  useColours(place, code, language, complete);
  return (
    <figure className="code-block">
      <figcaption>
        <span>{language || "text"}</span>
        <CopyButton text={code} label="Copy code" />
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <pre tabIndex={0}>
        <code ref={place}>{code}</code>
      </pre>
    </figure>
  );
}

/**
 * Puts coloured pieces in the place of the words, past React: it would keep several objects for each of thousands that
 * never change. When the words do, React writes them anew.
 */
function useColours(place: RefObject<HTMLElement | null>, code: string, language: string, complete: boolean) {
  // With the commit that writes other words, lest pieces of the old ones come after it.
  useLayoutEffect(() => {
    const shown = place.current;
    if (shown?.firstElementChild) shown.textContent = code;
    if (!complete || language === "") return;
    const leaving = new AbortController();
    const isWanted = () => !leaving.signal.aborted;
    void colour(code, language, leaving.signal)
      .then((lines) => lines && place.current && drawLines(place.current, code, lines, isWanted))
      // Without colours it is still code.
      .catch(() => {});
    return () => leaving.abort();
  }, [place, code, language, complete]);
}
