"use client";

import { X } from "lucide-react";
import { IconButton } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { useModKey } from "@/components/ui/use-mod-key";

/** Every key that does something, in one list. */
export default function ShortcutList({ onClose }: { onClose: () => void }) {
  const mod = useModKey();
  const groups = [
    {
      title: "Anywhere",
      keys: [
        { does: "Search and commands", press: [`${mod}K`] },
        { does: "New chat", press: [`${mod}⇧O`] },
        { does: "This list", press: ["?"] },
      ],
    },
    {
      title: "Playground",
      keys: [
        { does: "Write a message", press: ["/"] },
        { does: "Insert a prompt, at the beginning of a line", press: ["/"] },
        { does: "Send", press: ["↵", `${mod}↵`] },
        { does: "New line", press: ["⇧↵"] },
        { does: "Stop all answers", press: ["Esc"] },
        { does: "Choose a model", press: [`${mod}M`] },
        { does: "Add a model beside", press: [`${mod}\\`] },
        { does: "Move or resize a pane, at its handle", press: ["←", "→"] },
        { does: "Make all panes alike again, at a handle", press: ["↵"] },
        { does: "Vote for an answer, for a tie, for none", press: ["1–8", "9", "0"] },
      ],
    },
    {
      title: "Generations",
      keys: [
        { does: "The next one, the one before", press: ["J", "K"] },
        { does: "Look at it beside the list", press: ["↵"] },
        { does: "Close it", press: ["Esc"] },
        { does: "Search by id", press: ["/"] },
      ],
    },
    {
      title: "Routes",
      keys: [
        { does: "Save the draft", press: [`${mod}S`] },
        { does: "Move a hop", press: ["Alt ↑", "Alt ↓"] },
      ],
    },
  ];
  return (
    <Dialog label="Keyboard shortcuts" onClose={onClose}>
      <div className="p-5">
        <div className="flex items-center justify-between">
          <h2 className="text-base font-medium">Keyboard shortcuts</h2>
          <IconButton label="Close" onClick={onClose}>
            <X aria-hidden />
          </IconButton>
        </div>
        {groups.map(({ title, keys }) => (
          <section key={title} aria-label={title} className="mt-3">
            <h3 className="text-xs text-muted">{title}</h3>
            <dl>
              {keys.map(({ does, press }) => (
                <div
                  key={does}
                  className="flex h-9 items-center justify-between border-b border-line last:border-0"
                >
                  <dt>{does}</dt>
                  <dd className="flex gap-1.5">
                    {press.map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
