import type { JsonRecord } from "@/lib/core/lenient";
import { cleanJson } from "@/lib/core/storable";
import type { Completion } from "./completion";

/** What of an answer belongs into the conversation besides its text; null when there is nothing. */
export function extrasOf({
  reasoningDetails,
  toolCalls,
  images,
  chances,
  fileAnnotations,
}: Completion): JsonRecord | null {
  const extras = {
    ...(reasoningDetails.length > 0 ? { reasoningDetails } : {}),
    ...(toolCalls.length > 0 ? { toolCalls } : {}),
    ...(images.length > 0 ? { images } : {}),
    ...(chances.length > 0 ? { chances } : {}),
    ...(fileAnnotations.length > 0 ? { fileAnnotations } : {}),
  };
  return Object.keys(extras).length === 0 ? null : (cleanJson(extras) as JsonRecord);
}
