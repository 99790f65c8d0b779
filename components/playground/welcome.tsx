"use client";

import { useQuery } from "@tanstack/react-query";
import { statusQuery } from "@/components/shell/queries";
import { KeyCheck } from "./key-check";

const STARTERS = [
  {
    title: "Weigh a decision",
    text: "We run one Postgres and want full-text search. When is it enough, and when do we need a search engine? Answer with a short table.",
  },
  {
    title: "Review code",
    text: "Find the bugs in this function and show the corrected version:\n\n```js\nasync function retry(run, times) {\n  while (times--) {\n    try { return run() } catch { setTimeout(() => {}, 1000) }\n  }\n}\n```",
  },
  {
    title: "Extract structure",
    text: "Turn this into JSON with the keys name, date and amount:\n\nOn 3 March Ada paid 40 euros, Grace followed two days later with half of it.",
  },
  {
    title: "Explain a term",
    text: "Explain time to first token and throughput to someone who knows HTTP, in six sentences.",
  },
];

/** An empty conversation: what one could ask, and how the key is doing. */
export function Welcome({ onPick }: { onPick: (text: string) => void }) {
  const { data: status } = useQuery(statusQuery);
  return (
    <div className="mx-auto flex min-h-full max-w-184 flex-col justify-center px-4 py-8 sm:px-6">
      <h2 className="text-xl font-medium">Ask any model</h2>
      <p className="mt-1 text-muted">
        Every answer shows what it took: time, tokens, the provider, and the exact cost.
      </p>
      <ul className="mt-6 divide-y divide-line border-y border-line">
        {STARTERS.map(({ title, text }) => (
          <li key={title}>
            <button
              type="button"
              onClick={() => onPick(text)}
              className="group flex w-full items-center gap-4 py-2.5 text-left touch:min-h-11"
            >
              <span className="w-32 shrink-0 group-hover:text-accent-text max-sm:w-auto">{title}</span>
              <span className="truncate text-muted max-sm:hidden">{text}</span>
              <span aria-hidden className="ml-auto text-faint">
                ↵
              </span>
            </button>
          </li>
        ))}
      </ul>
      {status && status.mode !== "sandbox" && <KeyCheck status={status} />}
    </div>
  );
}
