import { Table, Td, Th } from "@/components/ui/table";
import { UnfoldRow, UnfoldTh } from "@/components/ui/unfold-row";
import { Usd } from "@/components/ui/usd";
import { formatCount } from "@/lib/core/format";
import type { ArmUsage } from "@/lib/routes/usage-api";
import { MeanCost, MedianTime, Share, Votes } from "./usage-figures";

/** What each version and arm did, for arms to be compared. */
export function UsageTable({ arms }: { arms: readonly ArmUsage[] }) {
  return (
    <Table label="Use by version and arm" aria-label="Use by version and arm">
      <thead>
        <tr>
          <Th>Arm</Th>
          <Th numeric>Generations</Th>
          <Th numeric wide>
            Failed
          </Th>
          <Th numeric wide>
            Spend
          </Th>
          <Th numeric wide data-tip="The mean of all known costs">
            Average cost
          </Th>
          <Th numeric wide data-tip="The median">
            First token
          </Th>
          <Th numeric wide data-tip="The median">
            Whole answer
          </Th>
          <Th numeric wide>
            Votes won
          </Th>
          <UnfoldTh />
        </tr>
      </thead>
      <tbody>
        {arms.map((use) => (
          <UsageRow key={`${use.version} ${use.arm}`} use={use} />
        ))}
      </tbody>
    </Table>
  );
}

function UsageRow({ use }: { use: ArmUsage }) {
  const { version, arm, generations, errorRate, cost, unknown, meanCost, ttft, duration } = use;
  const rows = [
    { name: "Failed", value: <Share of={errorRate} /> },
    { name: "Spend", value: <Spend cost={cost} unknown={unknown} /> },
    { name: "Average cost", value: <MeanCost of={meanCost} count={generations - unknown} /> },
    { name: "First token", value: <MedianTime of={ttft} /> },
    { name: "Whole answer", value: <MedianTime of={duration} /> },
    { name: "Votes won", value: <Votes use={use} /> },
  ];
  return (
    <UnfoldRow about={`${arm} of version ${version}`} rest={rows}>
      <Td className="max-md:w-full">
        v{version} <span className="font-mono text-xs">{arm}</span>
      </Td>
      <Td numeric>{formatCount(generations)}</Td>
      {rows.map(({ name, value }) => (
        <Td key={name} numeric wide>
          {value}
        </Td>
      ))}
    </UnfoldRow>
  );
}

function Spend({ cost, unknown }: Pick<ArmUsage, "cost" | "unknown">) {
  return (
    <span className="whitespace-nowrap">
      <Usd amount={cost} />
      {unknown > 0 && (
        <span className="text-xs text-muted" data-tip={`The cost of ${formatCount(unknown)} is not known`}>
          {" "}
          + {formatCount(unknown)} unknown
        </span>
      )}
    </span>
  );
}
