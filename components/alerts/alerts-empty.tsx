"use client";

import { useQuery } from "@tanstack/react-query";
import { BellRing } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import type { Opened } from "./alert-dialogs";
import { rulesQuery } from "./queries";
import type { AlertView } from "./search-params";

type Props = { onView: (view: AlertView) => void; onOpen: (opened: Opened) => void };

/** Nothing has happened so far: who watches for it, or that nobody does. */
export function AlertsEmpty({ onView, onOpen }: Props) {
  const rules = useQuery(rulesQuery).data?.rules;
  const watching = rules?.filter(({ isEnabled }) => isEnabled) ?? [];
  const action =
    rules === undefined ? null : watching.length > 0 ? (
      <Button onClick={() => onView("rules")}>See the rules</Button>
    ) : (
      <Button onClick={() => onOpen({ what: "rule", about: null })}>Create a rule</Button>
    );
  return (
    <Empty icon={<BellRing aria-hidden />} title="Nothing has happened" action={action}>
      {rules !== undefined && watching.length === 0 ? (
        <p>No rule watches. Create one, and what it finds is kept here and told where you want it.</p>
      ) : (
        <>
          <p>What a rule finds is kept here, also once it is over.</p>
          {watching.length > 0 && (
            <>
              <p className="mt-3 text-xs text-faint">These watch:</p>
              <ul aria-label="Rules that watch" className="mt-1">
                {watching.map(({ id, name }) => (
                  <li key={id} className="wrap-anywhere">
                    {name}
                  </li>
                ))}
              </ul>
            </>
          )}
        </>
      )}
    </Empty>
  );
}
