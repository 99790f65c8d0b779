import clsx from "clsx";
import type { ComponentProps, TdHTMLAttributes, ThHTMLAttributes } from "react";

/** A dense table that scrolls in its own box. `label` names it for screen readers. */
export function Table({ label, className, ...rest }: ComponentProps<"table"> & { label: string }) {
  // The panel that it stands in is often called the same, and two regions must not be.
  const name = `${label}, the figures`;
  return (
    // A scrolling region must be reachable by keyboard. Positioned, so that what only screen readers see scrolls with it.
    // biome-ignore lint/a11y/noNoninteractiveTabindex: see above
    <section aria-label={name} tabIndex={0} className="relative -mx-4 overflow-x-auto px-4 sm:mx-0 sm:px-0">
      <table className={clsx("w-full border-collapse text-left", className)} {...rest} />
    </section>
  );
}

export function Tr({ className, ...rest }: ComponentProps<"tr">) {
  return <tr className={clsx("border-b border-line last:border-0 hover:bg-hover/50", className)} {...rest} />;
}

/** From how much room on a column is shown: of the screen, or of the `@container` that the table stands in. */
export type Room = "md" | "xl" | "2xl" | "panel";

const FROM: Record<Room, string> = {
  ...{ md: "max-md:hidden", xl: "max-xl:hidden", "2xl": "max-2xl:hidden" },
  panel: "@max-2xl:hidden",
};

type Cell = {
  /** Figures stand at the right. */
  numeric?: boolean;
  /** Left out on a phone, or wherever there is less room than this. */
  wide?: boolean | Room;
};

const cellClass = ({ numeric = false, wide = false }: Cell): string =>
  clsx(
    "px-2 first:pl-0 last:pr-0",
    numeric && "text-right tabular-nums",
    wide && FROM[wide === true ? "md" : wide],
  );

export function Th({ numeric, wide, className, ...rest }: ThHTMLAttributes<HTMLTableCellElement> & Cell) {
  return (
    <th
      scope="col"
      className={clsx(
        cellClass({ ...(numeric && { numeric }), ...(wide && { wide }) }),
        "h-8 border-b border-line text-xs font-normal whitespace-nowrap text-muted",
        className,
      )}
      {...rest}
    />
  );
}

export function Td({ numeric, wide, className, ...rest }: TdHTMLAttributes<HTMLTableCellElement> & Cell) {
  return (
    <td
      className={clsx(
        cellClass({ ...(numeric && { numeric }), ...(wide && { wide }) }),
        "h-10 py-1.5 touch:h-11",
        className,
      )}
      {...rest}
    />
  );
}
