import { useChartWidth, XAxis, type XAxisTickContentProps } from "recharts";
import { labelMiddle, TICK, textWidth, X_AXIS } from "./axes";
import { labelledPlaces, timesBetween } from "./geometry";

/** Between two words. */
const GAP = 24;
/** Beside them, for the other axis. */
const ASIDE = 60;

/** How many of these words there is room for. */
const roomFor = (labels: readonly string[], width: number): number =>
  Math.floor((width - ASIDE) / (Math.max(0, ...labels.map(textWidth)) + GAP));

type LabelProps = {
  labels: readonly string[];
  /** What stands instead under each point where the labels have no room, as none can be guessed from its neighbours. */
  short?: readonly string[] | undefined;
};

/** The axis of points that are told apart by their `index`, with words under as many as there is room for. */
export function LabelAxis({ labels, short }: LabelProps) {
  "use memo";
  const width = useChartWidth() ?? 0;
  const room = roomFor(labels, width);
  const words = short && room < labels.length ? short : labels;
  return (
    <XAxis
      {...X_AXIS}
      dataKey="index"
      ticks={labelledPlaces(words.length, short ? words.length : room)}
      interval={0}
      tick={wordAt((value) => words[value] ?? "", width)}
    />
  );
}

type TimeProps = { from: number; to: number; format: (at: number) => string };

/** The axis of points that lie at their own time, with words under equal parts of it and under its ends. */
export function TimeAxis({ from, to, format }: TimeProps) {
  "use memo";
  const width = useChartWidth() ?? 0;
  const times = timesBetween(from, to, roomFor([from, to].map(format), width));
  return (
    <XAxis
      {...X_AXIS}
      dataKey="at"
      type="number"
      scale="time"
      domain={[from, to]}
      // In a short time several have the same name.
      ticks={times.filter((at, index) => index === 0 || format(at) !== format(times[index - 1] ?? at))}
      interval={0}
      tick={wordAt(format, width)}
    />
  );
}

const wordAt = (labelOf: (value: number) => string, width: number) =>
  function Word({ x, y, payload }: XAxisTickContentProps) {
    const label = labelOf(Number(payload.value));
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
  };
