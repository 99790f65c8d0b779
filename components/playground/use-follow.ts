"use client";

import { type RefObject, useEffect, useEffectEvent, useRef, useState } from "react";

/** How close to the end still counts as the end. */
const NEAR = 48;

type Follow = {
  scroller: RefObject<HTMLDivElement | null>;
  content: RefObject<HTMLDivElement | null>;
  /** Whether the view has been scrolled away from the newest line. */
  away: boolean;
  toLatest: () => void;
};

/**
 * Keeps the newest line in view until the reader scrolls up, and again once they are back at the end.
 * @param more whether something is still to come above all that is there
 */
export function useFollow(more: boolean): Follow {
  const scroller = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const following = useRef(true);
  const [away, setAway] = useState(false);
  const isMoreToCome = useEffectEvent(() => more);

  useEffect(() => {
    const box = scroller.current;
    const inner = content.current;
    if (!box || !inner) return;
    const follow = (yes: boolean) => {
      following.current = yes;
      setAway(!yes);
    };
    let last = box.scrollTop;
    const onScroll = () => {
      const gap = box.scrollHeight - box.clientHeight - box.scrollTop;
      // Only a move upwards is the reader's; text that grows moves the end away by itself.
      if (box.scrollTop < last - 1) follow(gap <= 1);
      else if (gap <= NEAR) follow(true);
      // What comes above the line that is being read leaves it where it is, except at the very top.
      if (!following.current && box.scrollTop < 1 && isMoreToCome()) box.scrollTop = 1;
      last = box.scrollTop;
    };
    const observer = new ResizeObserver(() => {
      if (following.current) box.scrollTop = box.scrollHeight;
      // What shrinks moves the view up by itself, and is heard of as a scroll only when it may have grown again.
      last = box.scrollTop;
    });
    observer.observe(inner);
    observer.observe(box);
    box.addEventListener("scroll", onScroll, { passive: true });
    return () => {
      observer.disconnect();
      box.removeEventListener("scroll", onScroll);
    };
  }, []);

  const toLatest = () => {
    following.current = true;
    setAway(false);
    const box = scroller.current;
    if (box) box.scrollTop = box.scrollHeight;
  };
  return { scroller, content, away, toLatest };
}
