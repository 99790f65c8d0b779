/** The colour of a series beside its name. */
export function Swatch({ colour }: { colour: string | undefined }) {
  "use memo";
  return (
    <svg aria-hidden viewBox="0 0 10 10" className="size-2.5 shrink-0">
      <rect width="10" height="10" rx="2.5" fill={colour ?? "var(--color-chart-other)"} />
    </svg>
  );
}

/** A share of the whole as a thin bar; the figure itself stands beside it. */
export function ShareBar({ share, colour }: { share: number; colour: string | undefined }) {
  "use memo";
  const width = share <= 0 ? 0 : Math.max(1, Math.min(100, share * 100));
  return (
    <svg aria-hidden viewBox="0 0 100 4" preserveAspectRatio="none" className="h-1 w-full">
      <rect width="100" height="4" rx="1" fill="var(--color-hover)" />
      <rect width={width} height="4" rx="1" fill={colour ?? "var(--color-chart-other)"} />
    </svg>
  );
}

type IntervalProps = {
  low: number;
  value: number;
  high: number;
  /** The ends of the scale that all bars of a column share. */
  least: number;
  most: number;
  colour: string | undefined;
};

/** Where a figure stands and how far it may be off; the figures themselves stand beside it. */
export function IntervalBar({ low, value, high, least, most, colour }: IntervalProps) {
  "use memo";
  const fill = colour ?? "var(--color-chart-other)";
  const at = (figure: number) => 2 + (96 * (figure - least)) / Math.max(1e-9, most - least);
  return (
    <svg aria-hidden viewBox="0 0 100 10" preserveAspectRatio="none" className="h-2.5 w-full">
      <rect y="4.5" width="100" height="1" fill="var(--color-hover)" />
      <rect
        x={at(low)}
        y="3.5"
        width={at(high) - at(low)}
        height="3"
        rx="0.5"
        fill={fill}
        fillOpacity="0.45"
      />
      <rect x={at(value) - 0.75} width="1.5" height="10" fill={fill} />
    </svg>
  );
}
