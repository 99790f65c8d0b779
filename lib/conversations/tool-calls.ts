import { asRecord, asText } from "@/lib/core/lenient";
import type { Message } from "./api";

export type ToolCall = Message["toolCalls"][number];

/** What a model wants called, as upstreams write it; whatever is missing is empty. */
export const readToolCalls = (calls: readonly unknown[]): ToolCall[] =>
  calls.map((call) => {
    const called = asRecord(asRecord(call)?.function);
    return { name: asText(called?.name) ?? "", arguments: asText(called?.arguments) ?? "" };
  });
