"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { Conversation } from "@/lib/conversations/api";
import type { VoteAnswer } from "@/lib/conversations/votes-api";
import { describeFailure, type Failure } from "@/lib/core/failure";
import { refreshConversation } from "./queries";
import { castVote, continueFrom } from "./vote-queries";

/** Votes on the answers of a blind conversation, and lets it go on from the best. */
export function useVote({ id, panes }: Conversation, onFailure: (failure: Failure | null) => void) {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);
  /** Whose the answers were, as the last vote told. */
  const [shown, setShown] = useState<VoteAnswer["answers"]>([]);

  const act = async (request: () => Promise<unknown>): Promise<void> => {
    setBusy(true);
    onFailure(null);
    try {
      await request();
    } catch (error) {
      onFailure(describeFailure(error));
    }
    await refreshConversation(client, id);
    setBusy(false);
  };
  return {
    busy,
    shown,
    cast: (turnId: string, winner: string) =>
      act(async () => {
        setShown((await castVote(id, { turnId, winner })).answers);
        void client.invalidateQueries({ queryKey: ["votes"] });
      }),
    /** All other panes go on from what was said in this one. */
    goOn: (paneId: string) =>
      act(() =>
        continueFrom(
          id,
          paneId,
          panes.flatMap((pane) => (pane.id === paneId ? [] : [pane.id])),
        ),
      ),
  };
}
