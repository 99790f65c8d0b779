"use client";

import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Star, ThumbsUp } from "lucide-react";
import { useState } from "react";
import { changePreferences, changeSettings, preferencesQuery } from "@/components/team/queries";
import { Button } from "@/components/ui/button";
import { describeFailure } from "@/lib/core/failure";

/** Marks a model as a favourite of one's own, and as recommended to the team by whoever may. */
export function ModelActions({ id }: { id: string }) {
  "use memo";
  const client = useQueryClient();
  const preferences = useQuery(preferencesQuery).data;
  const [problem, setProblem] = useState<string | null>(null);
  if (!preferences) return null;
  const { favouriteModels, recommendedModels, mayRecommend } = preferences;
  const run = (change: Promise<void>) => {
    setProblem(null);
    change.catch((error: unknown) => setProblem(describeFailure(error).message));
  };
  return (
    <div className="flex flex-wrap items-center gap-1.5">
      <Button
        size="sm"
        aria-pressed={favouriteModels.includes(id)}
        onClick={() => run(changePreferences(client, { favouriteModels: toggled(favouriteModels, id) }))}
      >
        <Star
          aria-hidden
          className={favouriteModels.includes(id) ? "fill-current text-accent-text" : "text-muted"}
        />{" "}
        Favourite
      </Button>
      {mayRecommend && (
        <Button
          size="sm"
          aria-pressed={recommendedModels.includes(id)}
          onClick={() => run(changeSettings(client, { recommendedModels: toggled(recommendedModels, id) }))}
        >
          <ThumbsUp
            aria-hidden
            className={recommendedModels.includes(id) ? "fill-current text-accent-text" : "text-muted"}
          />{" "}
          Recommend to the team
        </Button>
      )}
      {problem && (
        <p role="alert" className="text-xs text-danger">
          {problem}
        </p>
      )}
    </div>
  );
}

const toggled = (ids: readonly string[], id: string): string[] =>
  ids.includes(id) ? ids.filter((other) => other !== id) : [id, ...ids];
