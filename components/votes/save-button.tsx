"use client";

import { Download } from "lucide-react";
import { IconButton } from "@/components/ui/button";
import { saveFile } from "@/components/ui/save-file";
import type { Standing } from "@/lib/conversations/votes-api";
import { toCsv } from "@/lib/core/csv";
import { formatDecimal, type Usd } from "@/lib/core/money";

/** The leaderboard as a file, with exact amounts. */
export function SaveButton({ standings, name }: { standings: readonly Standing[]; name: string }) {
  "use memo";
  return (
    <IconButton
      label="Save as CSV"
      onClick={() => saveFile(`${name}.csv`, toCsv(HEADER, standings.map(toRow)), "text/csv")}
    >
      <Download aria-hidden />
    </IconButton>
  );
}

const HEADER = [
  ...["rank", "model", "score", "low", "high", "votes", "wins", "losses", "ties", "bad"],
  ...["cost_per_win", "average_cost", "answers_without_a_cost"],
];

const toRow = (one: Standing, index: number) => [
  ...[index + 1, one.model, one.score.toFixed(1), one.low.toFixed(1), one.high.toFixed(1)],
  ...[one.votes, one.wins, one.losses, one.ties, one.bad],
  ...[exact(one.costPerWin), exact(one.averageCost), one.unpriced],
];

const exact = (amount: Usd | null): string | null => (amount === null ? null : formatDecimal(amount));
