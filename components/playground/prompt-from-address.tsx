"use client";

import PromptFill from "./prompt-fill";

type Props = { id: string; onText: (text: string) => void };

/** Begins a message with the prompt that the address names, once. */
export default function PromptFromAddress({ id, onText }: Props) {
  const forget = () => {
    const url = new URL(window.location.href);
    url.searchParams.delete("prompt");
    // As readable as it was: the address of several models has slashes and commas.
    const search = url.search.replace(/%(2F|2C|3A)/g, decodeURIComponent);
    window.history.replaceState(null, "", `${url.pathname}${search}`);
  };
  return <PromptFill id={id} onText={onText} onClose={forget} />;
}
