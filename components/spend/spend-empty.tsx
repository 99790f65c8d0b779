import { ChartColumn, SearchX } from "lucide-react";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { LinkButton } from "@/components/ui/link-button";

/** Nothing ran, whatever it is narrowed to. `more` are further ways to something. */
export function NothingRan({ more }: { more?: ReactNode }) {
  "use memo";
  const action = (
    <>
      <LinkButton href="/" look="primary">
        Ask a model
      </LinkButton>
      {more}
    </>
  );
  return (
    <Empty icon={<ChartColumn aria-hidden />} title="Nothing ran in this time" action={action}>
      Every answer appears here with its exact cost as soon as it ends. Ask something in the playground, or
      look at a longer period.
    </Empty>
  );
}

/** The filters leave nothing. */
export function NothingMatches({ onClear }: { onClear: () => void }) {
  "use memo";
  return (
    <Empty
      icon={<SearchX aria-hidden />}
      title="Nothing of this time matches"
      action={<Button onClick={onClear}>Clear the filters</Button>}
    >
      No generation of this time is what all of the filters ask for.
    </Empty>
  );
}
