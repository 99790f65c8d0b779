"use client";

import { Ellipsis, EyeOff, ListFilter, ScrollText } from "lucide-react";
import { useRouter } from "next/navigation";
import { Menu } from "@/components/ui/menu";
import type { Choices, Dimension, Value } from "@/lib/ledger/dimensions";
import { generationsPath } from "@/lib/ledger/paths";
import type { Overview } from "@/lib/spend/overview-api";
import { isOnly, only, toggleOnly, without } from "./narrow";
import { useNarrowTip } from "./use-narrow-tip";
import type { SpendView } from "./use-spend-view";

type About = {
  label: string;
  view: SpendView;
  dimension: Dimension;
  value: Value;
  /** What is chosen above it. */
  base: Choices;
};

/** The name of a row; picking it shows only that, with ⌥ all but that. */
export function Narrow({ label, view, dimension, value, base }: About) {
  "use memo";
  const tip = useNarrowTip();
  const on = isOnly(view.choices, dimension, value);
  return (
    <button
      type="button"
      aria-pressed={on}
      data-tip={tip(on)}
      onClick={({ altKey }) =>
        view.narrow(altKey ? without(view.choices, dimension, [value]) : toggleOnly(base, dimension, value))
      }
      className="inline-flex min-h-6 items-center text-left wrap-anywhere hover:underline md:wrap-break-word touch:min-h-11"
    >
      {label}
    </button>
  );
}

/** The same and more, for whoever has no such key. */
export function RowMenu({
  label,
  view,
  dimension,
  value,
  base,
  listed,
  overview: { from, to, timeZone },
}: About & {
  overview: Overview;
  /** What its generations are listed by; null where no list shows just them. */
  listed: Choices | null;
}) {
  "use memo";
  const router = useRouter();
  return (
    <Menu
      label={`What to do with ${label}`}
      tip="More"
      icon={<Ellipsis aria-hidden />}
      items={[
        {
          label: "Show only this",
          icon: <ListFilter aria-hidden />,
          onSelect: () => view.narrow(only(base, dimension, value)),
        },
        {
          label: "Leave it out",
          icon: <EyeOff aria-hidden />,
          onSelect: () => view.narrow(without(view.choices, dimension, [value])),
        },
        ...(listed
          ? [
              {
                label: "Its generations",
                icon: <ScrollText aria-hidden />,
                onSelect: () =>
                  router.push(
                    generationsPath({ account: view.account, choices: listed, from, to, timeZone }),
                  ),
              },
            ]
          : []),
      ]}
    />
  );
}
