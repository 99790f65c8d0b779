import { Table, Td, Th } from "@/components/ui/table";
import { UnfoldRow, UnfoldTh } from "@/components/ui/unfold-row";
import { Usd } from "@/components/ui/usd";
import { formatCount } from "@/lib/core/format";
import type { ArmUsage } from "@/lib/routes/usage-api";
import { MeanCost, MedianTime, Share, Votes } from "./usage-figures";

/** The settings stand beside it, so the screen does not tell how much room there is. */
const ROOM = "panel";

/** What each version and arm did, for arms to be compared. */
export function UsageTable({ arms }: { arms: readonly ArmUsage[] }) {
  return (
    <div className="@container">
      <Table label="Use by version and arm" aria-label="Use by version and arm">
        <thead>
          <tr>
            <Th>Arm</Th>
            <Th numeric>Generations</Th>
            <Th numeric wide={ROOM}>
              Failed
            </Th>
            <Th numeric wide={ROOM}>
              Spend
            </Th>
            <Th numeric wide={ROOM} data-tip="The mean of all known costs">
              Average cost
            </Th>
            <Th numeric wide={ROOM} data-tip="The median">
              First token
            </Th>
            <Th numeric wide={ROOM} data-tip="The median">
              Whole answer
            </Th>
            <Th numeric wide={ROOM}>
              Votes won
            </Th>
            <UnfoldTh until={ROOM} />
          </tr>
        </thead>
        <tbody>
          {arms.map((use) => (
            <UsageRow key={`${use.version} ${use.arm}`} use={use} />
          ))}
        </tbody>
      </Table>
    </div>
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
    <UnfoldRow about={`${arm} of version ${version}`} rest={rows} until={ROOM}>
      <Td className="@max-2xl:w-full">
        v{version} <span className="font-mono text-xs">{arm}</span>
      </Td>
      <Td numeric>{formatCount(generations)}</Td>
      {rows.map(({ name, value }) => (
        <Td key={name} numeric wide={ROOM}>
          {value}
        </Td>
      ))}
    </UnfoldRow>
  );
}

/** What is not known stands below, as bounds do: a column has no room for both beside each other. */
function Spend({ cost, unknown }: Pick<ArmUsage, "cost" | "unknown">) {
  return (
    <>
      <Usd amount={cost} />
      {unknown > 0 && (
        <span
          className="block text-xs text-muted"
          data-tip={`The cost of ${formatCount(unknown)} is not known`}
        >
          + {formatCount(unknown)} unknown
        </span>
      )}
    </>
  );
}
