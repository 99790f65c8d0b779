"use client";

import { useState } from "react";
import type { Conversation } from "@/lib/conversations/api";
import { formatTokens, formatUsd } from "@/lib/core/format";
import type { Generation } from "@/lib/ledger/api";

/** What screen readers are told: that answers begin and how they end, without every token. */
export default function Announcer({ conversation }: { conversation: Conversation }) {
  const latest = conversation.panes.flatMap(({ alias, messages }) => {
    const generation = messages.at(-1)?.generation;
    return generation ? [{ ...generation, alias }] : [];
  });
  const states = latest.map(({ id, state }) => `${id} ${state}`).join();
  const [seen, setSeen] = useState({ states: "", text: "" });
  // Only changes are news: what was there on arrival is not.
  if (seen.states !== states) {
    const before = new Set(seen.states.split(","));
    const news = latest.filter(({ id, state }) => !before.has(`${id} ${state}`));
    setSeen({
      states,
      text:
        seen.states === "" && news.every(({ state }) => state !== "running")
          ? ""
          : news.map(describe).join(" "),
    });
  }
  return seen.text;
}

/** Without figures while nobody is to know the model. */
function describe(generation: Generation & { alias: string | null }): string {
  const { state, models, completionTokens, cost, failure, alias } = generation;
  const model = alias ?? models[0] ?? "The model";
  switch (state) {
    case "running":
      return `${model} is answering.`;
    case "finished":
      if (alias !== null) return `${model} has answered.`;
      return `${model} has answered: ${formatTokens(completionTokens)} tokens, ${cost === null ? "cost not known yet" : formatUsd(cost)}.`;
    case "failed":
      return `${model} failed. ${failure?.message ?? ""}`;
    case "cancelled":
      return `${model} was stopped.`;
    case "lost":
      return `The end of ${model}'s answer was lost.`;
    default:
      return state satisfies never;
  }
}
