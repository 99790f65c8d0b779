"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { Badge } from "@/components/ui/badge";
import { asksQuery } from "./ask-queries";

/** How many requests wait for the viewer's answer: beside the title of the page, and in that of the browser's tab. */
export function AskCount() {
  const { data } = useQuery(asksQuery);
  const count = data?.mayAnswer ? data.requests.filter(({ state }) => state === "open").length : 0;
  useEffect(() => {
    if (count === 0) return;
    const before = document.title;
    document.title = `(${count}) ${before}`;
    return () => {
      document.title = before;
    };
  }, [count]);
  if (count === 0) return null;
  return <Badge tone="live">{count === 1 ? "1 request" : `${count} requests`}</Badge>;
}
