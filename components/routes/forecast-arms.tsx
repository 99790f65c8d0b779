import { Table, Td, Th, Tr } from "@/components/ui/table";
import { formatUsd } from "@/lib/core/format";
import { simulateArm } from "@/lib/routes/simulate";
import type { SimulationFacts } from "@/lib/routes/simulate-hop";
import type { Spec } from "./edit-spec";
import { formatChance, formatRange } from "./forecast-text";

/** The arms of a split beside each other. */
export function ForecastArms({ spec, facts }: { spec: Spec; facts: SimulationFacts }) {
  return (
    <Table label="Forecast by arm" aria-label="Forecast by arm">
      <thead>
        <tr>
          <Th>Arm</Th>
          <Th numeric wide>
            Share
          </Th>
          <Th numeric>Answers</Th>
          <Th numeric>Cost of a request</Th>
          <Th numeric wide>
            At most
          </Th>
        </tr>
      </thead>
      <tbody>
        {spec.arms.map(({ name, share, models }) => {
          const { availability, expected, worst } = simulateArm(models, spec, facts);
          return (
            <Tr key={name}>
              <Td className="font-mono text-xs">{name}</Td>
              <Td numeric wide>
                {share} %
              </Td>
              <Td numeric>{formatRange(availability, formatChance)}</Td>
              <Td numeric>{formatRange(expected, formatUsd)}</Td>
              <Td numeric wide>
                {formatUsd(worst)}
              </Td>
            </Tr>
          );
        })}
      </tbody>
    </Table>
  );
}
