"use client";

import { Dialog } from "@/components/ui/dialog";
import type { PersonShown } from "./person";
import { Rail } from "./rail";

type Props = {
  name: string;
  person: PersonShown | null;
  bell: boolean;
  rested: boolean;
  onClose: () => void;
  onPalette: () => void;
};

/** The rail of a screen that has no room beside its page. */
export default function Drawer({ onClose, ...rail }: Props) {
  return (
    <Dialog label="Menu" place="left" onClose={onClose} className="bg-sunken">
      <Rail narrow={false} {...rail} />
    </Dialog>
  );
}
