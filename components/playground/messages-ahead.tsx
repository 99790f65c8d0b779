"use client";

import dynamic from "next/dynamic";

const Nothing = () => null;
const Messages = dynamic(() => import("./messages").then(() => Nothing));
const Reading = dynamic(() => import("./conversation-reading").then(() => Nothing));
const Markdown = dynamic(() => import("./markdown/markdown").then(() => Nothing));

/**
 * Draws nothing, and has the page name what reads and shows conversations, so that the browser fetches it with the first
 * programs: these ask for it only once they run.
 */
export function MessagesAhead() {
  return (
    <>
      <Messages />
      <Reading />
      <Markdown />
    </>
  );
}
