import { act } from "react";
import { createRoot, type Root } from "react-dom/client";
import { onTestFinished } from "vitest";

/** A root for one test, taken down when that is over: what went on drawing would outlive its document. */
export function testRoot(place: Element = document.createElement("div")): Root {
  const root = createRoot(place);
  onTestFinished(() => act(async () => root.unmount()));
  return root;
}
