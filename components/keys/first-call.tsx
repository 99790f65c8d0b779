"use client";

import { CallSnippets } from "@/components/ui/call-snippets";
import type { NewKey } from "./queries";

/** Every account has it, and it chooses a model that fits. */
const ANY_MODEL = "openrouter/auto";

/** How a program makes its first call with a new key. */
export const FirstCall = ({ created: { key, models } }: { created: NewKey }) => (
  <CallSnippets apiKey={key} model={models?.[0] ?? ANY_MODEL} />
);
