import { encode } from "zod/mini";
import { type Cell, csvLine } from "@/lib/core/csv";
import { formatDecimal, type Usd } from "@/lib/core/money";
import { ListedGeneration } from "./api";

export type ExportFormat = "csv" | "json";

/** How rows become a file: what stands before, after, and each row; the first one knows that it is. */
export type Writing = {
  head: string;
  row: (row: ListedGeneration, isFirst: boolean) => string;
  foot: string;
};

const money = (amount: Usd | null): string | null => (amount === null ? null : formatDecimal(amount));

/** Column by column; instants as ISO 8601, dollars exact, milliseconds and tokens as they are. */
const COLUMNS: readonly [name: string, cell: (row: ListedGeneration) => Cell][] = [
  ["id", (row) => row.id],
  ["started_at", (row) => row.startedAt.toISOString()],
  ["ended_at", (row) => row.endedAt?.toISOString() ?? null],
  ["state", (row) => row.state],
  ["source", (row) => row.source],
  ["member", (row) => row.member],
  ["key", (row) => row.key],
  ["route", (row) => row.route],
  ["tags", (row) => row.tags],
  ["models_asked", (row) => row.models],
  ["model", (row) => row.model],
  ["provider", (row) => row.provider],
  ["finish_reason", (row) => row.finishReason],
  ["error", (row) => row.failure?.code ?? null],
  ["prompt_tokens", (row) => row.promptTokens],
  ["completion_tokens", (row) => row.completionTokens],
  ["reasoning_tokens", (row) => row.reasoningTokens],
  ["cached_tokens", (row) => row.cachedTokens],
  ["cache_write_tokens", (row) => row.cacheWriteTokens],
  ["estimate_usd", (row) => money(row.estimate)],
  ["cost_usd", (row) => money(row.cost)],
  ["cost_state", (row) => row.costState],
  ["upstream_cost_usd", (row) => money(row.upstreamCost)],
  ["ttft_ms", (row) => row.ttftMs],
  ["duration_ms", (row) => row.durationMs],
  ["conversation_id", (row) => row.conversationId],
  ["upstream_id", (row) => row.upstreamId],
];

export const WRITINGS: Record<ExportFormat, Writing> = {
  csv: {
    head: csvLine(COLUMNS.map(([name]) => name)),
    row: (row) => csvLine(COLUMNS.map(([, cell]) => cell(row))),
    foot: "",
  },
  json: {
    head: "[",
    row: (row, isFirst) => `${isFirst ? "\n" : ",\n"}${JSON.stringify(encode(ListedGeneration, row))}`,
    foot: "\n]\n",
  },
};
