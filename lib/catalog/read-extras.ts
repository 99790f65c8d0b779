import { asRecord } from "@/lib/core/lenient";
import { readFields, readNumber, readText } from "@/lib/openrouter/read-json";
import type { ModelDetails } from "./details-api";

type Extras = Pick<ModelDetails, "benchmarks" | "huggingFaceId">;

/** What a row says that only a model's own page shows. */
export function readExtras(row: unknown): Extras {
  const { benchmarks, hugging_face_id } = readFields(row);
  const indices = asRecord(readFields(benchmarks).artificial_analysis);
  const scores = indices && {
    intelligence: readNumber(indices.intelligence_index),
    coding: readNumber(indices.coding_index),
    agentic: readNumber(indices.agentic_index),
  };
  const id = readText(hugging_face_id, 200);
  return {
    benchmarks: scores && Object.values(scores).some((score) => score !== null) ? scores : null,
    // It becomes part of an address.
    huggingFaceId: id !== null && /^[\w.-]+\/[\w.-]+$/.test(id) ? id : null,
  };
}
