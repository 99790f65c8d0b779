import { useChartWidth, XAxis, type XAxisTickContentProps } from "recharts";
import { labelMiddle, TICK, textWidth, X_AXIS } from "./axes";
import { labelledPlaces } from "./geometry";

/** Between two words. */
const GAP = 24;
/** Beside them, for the other axis. */
const ASIDE = 60;

/** The axis of points that are told apart by their `index`, with words under as many as there is room for. */
export function LabelAxis({ labels }: { labels: readonly string[] }) {
  "use memo";
  const width = useChartWidth() ?? 0;
  const wide = Math.max(0, ...labels.map(textWidth)) + GAP;
  return (
    <XAxis
      {...X_AXIS}
      dataKey="index"
      ticks={labelledPlaces(labels.length, Math.floor((width - ASIDE) / wide))}
      interval={0}
      tick={({ x, y, payload }: XAxisTickContentProps) => {
        const label = labels[Number(payload.value)] ?? "";
        return (
          <text
            // The first and the last one could stick out.
            x={labelMiddle(Number(x), label, width)}
            y={Number(y)}
            dy="0.71em"
            textAnchor="middle"
            {...TICK}
          >
            {label}
          </text>
        );
      }}
    />
  );
}
