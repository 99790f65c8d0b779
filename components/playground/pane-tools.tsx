"use client";

import { ArrowLeft, ArrowRight, Copy, Ellipsis, Maximize2, Minimize2, Square, X } from "lucide-react";
import { useState } from "react";
import { IconButton } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Menu, type MenuItem } from "@/components/ui/menu";
import { MOST_PANES } from "@/lib/conversations/limits";

type Props = {
  name: string;
  index: number;
  count: number;
  maximised: boolean;
  running: boolean;
  /** Whether anything was said in it, which goes with it. */
  hasMessages: boolean;
  /** Nobody is to know its model, so it keeps its place among the others. */
  blind: boolean;
  onStop: () => void;
  onMaximise: (maximised: boolean) => void;
  onDuplicate: () => void;
  onMove: (position: number) => void;
  onRemove: () => void;
};

/** What can be done with one of several panes. */
export default function PaneTools(props: Props) {
  "use memo";
  const { name, index, count, maximised, blind, onMaximise, onMove, onRemove } = props;
  const [removing, setRemoving] = useState(false);
  const items: MenuItem[] = [
    {
      label: maximised ? "Show all panes" : "Maximise",
      icon: maximised ? <Minimize2 aria-hidden /> : <Maximize2 aria-hidden />,
      onSelect: () => onMaximise(!maximised),
    },
    ...(count < MOST_PANES && !blind
      ? [{ label: "Duplicate", icon: <Copy aria-hidden />, onSelect: props.onDuplicate }]
      : []),
    ...(index > 0 && !blind
      ? [
          {
            label: "Move left",
            icon: <ArrowLeft aria-hidden />,
            onSelect: () => onMove(index - 1),
          },
        ]
      : []),
    ...(index < count - 1 && !blind
      ? [
          {
            label: "Move right",
            icon: <ArrowRight aria-hidden />,
            onSelect: () => onMove(index + 1),
          },
        ]
      : []),
  ];
  return (
    <>
      {props.running && (
        <IconButton size="icon-sm" label="Stop" onClick={props.onStop}>
          <Square aria-hidden className="fill-current" />
        </IconButton>
      )}
      {maximised && (
        <IconButton size="icon-sm" label="Show all panes" onClick={() => onMaximise(false)}>
          <Minimize2 aria-hidden />
        </IconButton>
      )}
      <Menu label="Pane actions" icon={<Ellipsis aria-hidden />} items={items} />
      {!blind && (
        <IconButton
          size="icon-sm"
          label="Remove pane"
          onClick={() => (props.hasMessages ? setRemoving(true) : onRemove())}
        >
          <X aria-hidden />
        </IconButton>
      )}
      {removing && (
        <ConfirmDialog
          title="Remove this pane?"
          confirm="Remove"
          onConfirm={() => {
            setRemoving(false);
            onRemove();
          }}
          onClose={() => setRemoving(false)}
        >
          What was said with {name} here is deleted. The ledger keeps what it cost.
        </ConfirmDialog>
      )}
    </>
  );
}
