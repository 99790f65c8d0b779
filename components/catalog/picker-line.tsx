"use client";

import clsx from "clsx";
import { memo } from "react";
import type { Prices } from "@/lib/catalog/model";
import { GoneOption, ModelOption } from "./model-option";
import type { Option } from "./picker-rows";
import { RouteOption } from "./route-option";

type Props = {
  option: Option;
  index: number;
  /** Of how many. */
  count: number;
  /** Pixels from the beginning of the list. */
  start: number;
  active: boolean;
  chosen: boolean;
  favourite: boolean;
  recommended: boolean;
  /** The workspace does not allow it. */
  barred: boolean;
  /** What it cost before its last change of price. */
  before: Prices | undefined;
};

export const OPTION_HEIGHT = 52;

export const optionId = (index: number): string => `model-option-${index}`;

/** The index of the line that something happened on; null beside all lines. */
export function lineOf(target: EventTarget): number | null {
  const line = target instanceof Element ? target.closest("[data-line]") : null;
  return line instanceof HTMLElement ? Number(line.dataset.line) : null;
}

/** A line of the list. The list hears what happens on it, so that a line is drawn anew only when it changes. */
export const PickerLine = memo(function PickerLine({ option, index, count, start, ...is }: Props) {
  "use memo";
  return (
    <div
      id={optionId(index)}
      data-line={index}
      role="option"
      tabIndex={-1}
      aria-selected={is.chosen}
      aria-disabled={option.kind === "gone" && option.gone.nearest === null}
      aria-posinset={index + 1}
      aria-setsize={count}
      className={clsx(
        // A size of its own: what changes in one line is laid out there alone.
        "absolute inset-x-0 top-0 flex cursor-pointer items-center gap-3 rounded-control px-2.5 contain-strict max-md:pr-12",
        is.active && "bg-hover",
      )}
      style={{ height: OPTION_HEIGHT, transform: `translateY(${start}px)` }}
    >
      <Contents option={option} {...is} />
    </div>
  );
});

function Contents({
  option,
  chosen,
  favourite,
  recommended,
  barred,
  before,
}: Omit<Props, "index" | "count" | "start">) {
  "use memo";
  switch (option.kind) {
    case "model":
      return <ModelOption listed={option.listed} {...{ chosen, favourite, recommended, barred, before }} />;
    case "route":
      return <RouteOption listed={option.listed} {...{ chosen, favourite, recommended, barred }} />;
    case "gone":
      return <GoneOption gone={option.gone} />;
    default:
      return option satisfies never;
  }
}
