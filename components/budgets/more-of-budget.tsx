"use client";

import { useQuery } from "@tanstack/react-query";
import { Suspense, useState } from "react";
import { Button } from "@/components/ui/button";
import { lazy } from "@/components/ui/lazy";
import { QueryPanel } from "@/components/ui/query-panel";
import type { Budget } from "@/lib/budgets/api";
import { sensibleAmount } from "@/lib/budgets/asks";
import type { BudgetAskList } from "@/lib/budgets/asks-api";
import type { Usd } from "@/lib/core/money";
import { asksQuery } from "./ask-queries";
import { AskState } from "./ask-state";
import { aboutWords } from "./ask-words";

const AskDialog = lazy(() => import("./ask-dialog"));
const RaiseFound = lazy(() => import("./raise-found"));

/**
 * A budget as far as asking for more of it goes, its limit with its raise; and what the request that it refused may cost,
 * where there was one.
 */
export type Wanting = Pick<Budget, "id" | "scope" | "period" | "limit" | "spent" | "held"> & {
  needed?: Usd | null;
};

/**
 * The way on where a budget has too little left: whoever may raises it, everyone else asks for more, and sees here what was
 * answered.
 */
export default function MoreOfBudget({ about }: { about: Wanting }) {
  const query = useQuery(asksQuery);
  return (
    <QueryPanel query={query} skeleton={null}>
      {(list) => <Ways about={about} list={list} />}
    </QueryPanel>
  );
}

function Ways({ about, list }: { about: Wanting; list: BudgetAskList }) {
  const [open, setOpen] = useState(false);
  const { mayAsk, mayAnswer, requests } = list;
  const latest = mayAnswer
    ? undefined
    : requests.find(({ budgetId, isOwn }) => isOwn && budgetId === about.id);
  const mayGoOn = mayAnswer || (mayAsk && latest?.state !== "open" && latest?.state !== "deleted");
  const onClose = () => setOpen(false);
  const { id, needed = null } = about;
  const amount = sensibleAmount({ ...about, needed });
  return (
    <>
      {latest && <AskState ask={latest} />}
      {mayGoOn && (
        <Button size="sm" onClick={() => setOpen(true)}>
          {mayAnswer ? "Raise the budget…" : "Ask for more…"}
        </Button>
      )}
      {open && (
        <Suspense>
          {mayAnswer ? (
            <RaiseFound id={id} amount={amount} onClose={onClose} />
          ) : (
            <AskDialog budgetId={id} name={aboutWords(about)} amount={amount} onClose={onClose} />
          )}
        </Suspense>
      )}
    </>
  );
}
