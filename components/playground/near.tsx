"use client";

import {
  createContext,
  type ReactNode,
  type RefObject,
  startTransition,
  use,
  useEffect,
  useRef,
  useState,
} from "react";

type Watch = (element: Element, onNear: () => void) => () => void;

const Near = createContext<Watch | null>(null);

/** How far from what is in view a message is drawn in full. */
const MARGIN = "1500px 0px";

/** Tells the messages of a scrolling box when the reader comes near. */
export function NearTo({ scroller, children }: { scroller: RefObject<Element | null>; children: ReactNode }) {
  const [watch] = useState(() => createWatch(scroller));
  return <Near value={watch}>{children}</Near>;
}

function createWatch(scroller: RefObject<Element | null>): Watch {
  const waiting = new WeakMap<Element, () => void>();
  let observer: IntersectionObserver | null = null;
  const tell = (entries: readonly IntersectionObserverEntry[]) =>
    startTransition(() => {
      for (const { isIntersecting, target } of entries) if (isIntersecting) waiting.get(target)?.();
    });
  return (element, onNear) => {
    observer ??= new IntersectionObserver(tell, { root: scroller.current, rootMargin: MARGIN });
    waiting.set(element, onNear);
    observer.observe(element);
    return () => observer?.unobserve(element);
  };
}

type Props = {
  /** Drawn in full from the beginning. */
  near: boolean;
  /** What stands there until the reader comes near: the same words, for searching and for the length of the page. */
  far: () => ReactNode;
  /** How many messages that are. */
  count?: number;
  /** Only one of the two is made. */
  children: () => ReactNode;
};

/** About how tall a message is before anyone has seen it. */
const HEIGHT_REM = 12;

/** Draws messages in full once the reader has come near them; from then on they stay so. */
export function WhenNear({ near, far, count = 1, children }: Props) {
  const watch = use(Near);
  const place = useRef<HTMLDivElement>(null);
  const [reached, setReached] = useState(near || watch === null);
  useEffect(() => {
    if (reached || !place.current) return;
    return watch?.(place.current, () => setReached(true));
  }, [reached, watch]);
  if (reached) return children();
  return (
    <div
      ref={place}
      className="[content-visibility:auto]"
      style={{ containIntrinsicBlockSize: `auto ${count * HEIGHT_REM}rem` }}
    >
      {far()}
    </div>
  );
}
