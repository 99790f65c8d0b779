import { formatEstimate, formatEstimateRange, formatUsd } from "@/lib/core/format";
import { amountText, drawnColumns, OTHER_KEY, rowTotal, type Sheet, toNumber } from "./sheet";
import { Swatch } from "./swatch";

type Props = {
  sheet: Sheet;
  row: number;
  adds: boolean /** What a click does. */;
  hint?: string | undefined;
};

/** One row of a sheet beside the pointer, the greatest first; what is zero or unknown is left out. */
export function SheetTip({ sheet, row, adds, hint }: Props) {
  "use memo";
  const about = sheet.rows[row];
  if (!about) return null;
  const drawn = drawnColumns(sheet);
  const first = drawn[0];
  const lines = sheet.columns
    .map((column) => ({ ...column, amount: column.values[row] ?? null }))
    .filter(({ amount }) => amount !== null && Number(amount) !== 0)
    .sort((left, right) => place(right) - place(left) || size(right.amount) - size(left.amount));
  const { expected, mark } = about;
  const isAhead = expected !== undefined && lines.length === 0;
  return (
    <div className="max-w-80 min-w-52 rounded-box bg-raised p-2.5 text-xs shadow-float">
      <p className="flex justify-between gap-6 pb-1.5 font-medium">
        {about.label}
        {adds && first && !isAhead && <span>{amountText(first.kind, rowTotal(drawn, row))}</span>}
      </p>
      {lines.length === 0 && !isAhead && <p className="text-muted">Nothing</p>}
      {lines.map(({ key, label, kind, amount, colour }) => (
        <p key={key} className="flex items-center gap-1.5 py-0.5">
          {colour ? <Swatch colour={colour} /> : <span className="w-2.5" />}
          <span className="truncate text-muted">{label}</span>
          <span className="ml-auto pl-6 whitespace-nowrap tabular-nums">{amountText(kind, amount)}</span>
        </p>
      ))}
      {expected && (
        <p className={isAhead ? undefined : "pt-1.5"}>
          {formatEstimate(expected.expected)} expected{!isAhead && " by its end"}
          {expected.low !== expected.high && (
            <span className="block text-muted">
              {formatEstimateRange(expected.low, expected.high)} in 4 of 5 cases
            </span>
          )}
        </p>
      )}
      {sheet.line && (
        <p className="flex justify-between gap-6 pt-1.5 text-muted">
          {sheet.line.label}
          <span className="tabular-nums">{formatUsd(sheet.line.amount)}</span>
        </p>
      )}
      {mark && (
        <p className="pt-1.5">
          <span aria-hidden className="text-warn">
            ▲
          </span>{" "}
          {mark}
        </p>
      )}
      {hint && <p className="pt-1.5 text-faint">{hint}</p>}
    </div>
  );
}

const size = (amount: Parameters<typeof toNumber>[0]): number => toNumber(amount) ?? 0;

/** What is drawn, then the sum of all others, then what is only told. */
const place = ({ key, colour }: { key: string; colour?: string }): number =>
  colour === undefined ? 0 : key === OTHER_KEY ? 1 : 2;
