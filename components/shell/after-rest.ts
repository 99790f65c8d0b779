"use client";

import { useKeptFocus } from "./use-kept-focus";
import { useMissingParts } from "./use-missing-parts";

/** What watches over the page and draws nothing: it comes after what people came for. */
export default function AfterRest(): null {
  useKeptFocus();
  useMissingParts();
  return null;
}
