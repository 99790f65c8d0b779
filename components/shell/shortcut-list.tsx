"use client";

import { X } from "lucide-react";
import Link from "next/link";
import { IconButton } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Kbd } from "@/components/ui/kbd";
import { useKeys } from "@/components/ui/use-keys";
import { useModKey } from "@/components/ui/use-mod-key";
import { SHORTCUTS, type Shortcut } from "@/lib/team/shortcuts";

const GROUPS = [...new Set(SHORTCUTS.map(({ group }) => group))];

/** Every key that does something, in one list, as the person has set them. */
export default function ShortcutList({ onClose }: { onClose: () => void }) {
  const mod = useModKey();
  const keys = useKeys();
  const pressed = ({ keys: ours, press = [] }: Shortcut): string[] => {
    if (ours === undefined) return press.map((key) => key.replace("mod ", mod));
    const own = keys(ours);
    return own === "" ? [] : [own];
  };
  return (
    <Dialog label="Keyboard shortcuts" onClose={onClose}>
      <div className="p-5">
        <div className="flex items-center justify-between">
          <h2 className="text-base font-medium">Keyboard shortcuts</h2>
          <IconButton label="Close" onClick={onClose}>
            <X aria-hidden />
          </IconButton>
        </div>
        {GROUPS.map((title) => (
          <section key={title} aria-label={title} className="mt-3">
            <h3 className="text-xs text-muted">{title}</h3>
            <dl>
              {SHORTCUTS.filter(({ group }) => group === title).map((shortcut) => (
                <div
                  key={shortcut.does}
                  className="flex h-9 items-center justify-between border-b border-line last:border-0"
                >
                  <dt>{shortcut.does}</dt>
                  <dd className="flex gap-1.5">
                    {pressed(shortcut).map((key) => (
                      <Kbd key={key}>{key}</Kbd>
                    ))}
                    {pressed(shortcut).length === 0 && <span className="text-xs text-muted">off</span>}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <p className="mt-4 text-xs text-muted">
          <Link href="/settings#shortcuts" onClick={onClose} className="text-accent-text hover:underline">
            Change the keys
          </Link>{" "}
          in your settings, or turn them off.
        </p>
      </div>
    </Dialog>
  );
}
