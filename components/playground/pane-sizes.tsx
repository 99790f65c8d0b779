"use client";

import { type RefObject, useEffect, useLayoutEffect, useRef } from "react";
import { panesIn, showWeights } from "./pane-row-size";
import type { PaneState } from "./pane-state";
import { forgetWeights, keepEarly, placesOf, weightOf } from "./pane-weights";

type Props = {
  row: RefObject<HTMLElement | null>;
  panes: readonly PaneState[];
  /** Nobody is to know which pane asks which model. */
  blind: boolean;
};

/** Gives the panes of a row the widths that they were last dragged to, and draws nothing. It stands after the row. */
export default function PaneSizes({ row, panes, blind }: Props) {
  const places = placesOf(panes, blind);
  const order = JSON.stringify(places);
  const before = useRef({ places, blind });

  // Before anything is painted: shuffled panes must not be seen with the widths that they had.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the order says all that matters of the places
  useLayoutEffect(() => {
    // Hidden is not gone.
    if (before.current.blind === blind) {
      const keys = places.map(({ key }) => key);
      forgetWeights(before.current.places.filter(({ key }) => !keys.includes(key)));
    }
    before.current = { places, blind };
    if (row.current) showWeights(row.current, places.map(weightOf));
    keepEarly(places);
  }, [order, row]);

  useEffect(() => {
    const box = row.current;
    return () => {
      // The last one left has all the room, and is like any other once there are more again.
      if (box?.isConnected && panesIn(box).length === 1) forgetWeights(before.current.places);
    };
  }, [row]);

  return null;
}
