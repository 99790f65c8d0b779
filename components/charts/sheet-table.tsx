"use client";

import Link from "next/link";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { Usd } from "@/components/ui/usd";
import { formatEstimateRange } from "@/lib/core/format";
import { AmountCell } from "./amount";
import { drawnColumns, type Expected, hasExpected, hasMarks, rowTotal, type Sheet } from "./sheet";

type Props = {
  name: string;
  sheet: Sheet;
  /** Whether the drawn columns are parts of a whole. */
  adds: boolean;
};

/** A chart's figures as a table, for whoever reads better than they see, or wants the exact amounts. */
export function SheetTable({ name, sheet, adds }: Props) {
  "use memo";
  const drawn = drawnColumns(sheet);
  const [first] = drawn;
  const [foresees, marks] = [hasExpected(sheet), hasMarks(sheet)];
  return (
    <Table label={name} aria-label={name} className="mb-4">
      <thead>
        <tr>
          <Th>{sheet.head}</Th>
          {adds && <Th numeric>Total</Th>}
          {sheet.columns.map(({ key, label }) => (
            <Th key={key} numeric>
              {label}
            </Th>
          ))}
          {foresees && <Th numeric>Expected</Th>}
          {marks && <Th>Note</Th>}
        </tr>
      </thead>
      <tbody>
        {sheet.rows.map(({ key, label, href, expected, mark }, index) => (
          <Tr key={key}>
            <th scope="row" className="h-8 pr-4 text-left font-normal whitespace-nowrap">
              <Link
                href={href}
                prefetch={false}
                className="hover:underline touch:inline-flex touch:min-h-11 touch:items-center"
              >
                {label}
              </Link>
            </th>
            {adds && first && (
              <Td numeric>
                <AmountCell kind={first.kind} amount={rowTotal(drawn, index)} />
              </Td>
            )}
            {sheet.columns.map((column) => (
              <Td key={column.key} numeric className="text-muted">
                <AmountCell kind={column.kind} amount={column.values[index] ?? null} />
              </Td>
            ))}
            {foresees && <Td numeric>{expected && <ExpectedCell {...expected} />}</Td>}
            {marks && <Td className="min-w-64 text-muted">{mark}</Td>}
          </Tr>
        ))}
      </tbody>
    </Table>
  );
}

function ExpectedCell({ expected, low, high }: Expected) {
  "use memo";
  return (
    <>
      <Usd amount={expected} estimate />
      {low !== high && (
        <span className="block text-xs whitespace-nowrap text-muted">
          {formatEstimateRange(low, high)} in 4 of 5 cases
        </span>
      )}
    </>
  );
}
