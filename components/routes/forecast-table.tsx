import { Table, Td, Th, Tr } from "@/components/ui/table";
import { UnfoldRow, UnfoldTh } from "@/components/ui/unfold-row";
import { formatUsd } from "@/lib/core/format";
import { formatDuration } from "@/lib/core/format-measures";
import type { ArmForecast } from "@/lib/routes/simulate";
import { formatChance, formatRange } from "./forecast-text";

/** The settings stand beside it, so the screen does not tell how much room there is. */
const ROOM = "panel";

/** The forecast hop by hop. */
export function ForecastTable({ forecast: { hops, failsEverywhere } }: { forecast: ArmForecast }) {
  return (
    <div className="@container">
      <Table label="Forecast by hop" aria-label="Forecast by hop">
        <thead>
          <tr>
            <Th>Hop</Th>
            <Th numeric>Of all requests</Th>
            <Th numeric wide={ROOM}>
              Answers when asked
            </Th>
            <Th numeric wide={ROOM}>
              Cost of a request
            </Th>
            <Th numeric wide={ROOM}>
              First token
            </Th>
            <UnfoldTh until={ROOM} />
          </tr>
        </thead>
        <tbody>
          {hops.map(({ model, share, availability, cost, isListPrice, ttftMs }, at) => {
            const answers = formatRange(availability, formatChance);
            const price = `${formatRange(cost, formatUsd)}${isListPrice && cost ? " (list)" : ""}`;
            const begins = formatRange(ttftMs, formatDuration);
            const rest = [
              { name: "Answers when asked", value: answers },
              { name: "Cost of a request", value: price },
              { name: "First token", value: begins },
            ];
            return (
              <UnfoldRow key={model} about={model} rest={rest} until={ROOM}>
                <Td className="@max-2xl:w-full @max-2xl:max-w-0">
                  <span className="block truncate">
                    <span className="text-faint">{at + 1} </span>
                    <span className="font-mono text-xs">{model}</span>
                  </span>
                </Td>
                <Td numeric>{formatRange(share, formatChance)}</Td>
                <Td numeric wide={ROOM}>
                  {answers}
                </Td>
                <Td numeric wide={ROOM}>
                  {price}
                </Td>
                <Td numeric wide={ROOM}>
                  {begins}
                </Td>
              </UnfoldRow>
            );
          })}
          <Tr>
            <Td>Nobody answers</Td>
            <Td numeric>{formatRange(failsEverywhere, formatChance)}</Td>
            <Td wide={ROOM} colSpan={3} />
          </Tr>
        </tbody>
      </Table>
    </div>
  );
}
