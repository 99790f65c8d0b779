"use client";

import { useQueryClient } from "@tanstack/react-query";
import BudgetsOf from "@/components/budgets/budgets-of";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { SheetDialog } from "@/components/ui/sheet-dialog";
import type { VirtualKey } from "@/lib/team/keys-api";
import { CreateKey } from "./create-key";
import { EditKey } from "./edit-key";
import { NewKeyDialog } from "./new-key-dialog";
import { type NewKey, revokeKey, rotateKey } from "./queries";
import { RenameKey } from "./rename-key";

/** The one dialog that is open, and what it is about. */
export type Opened =
  | { what: "create" }
  | { what: "rename" | "edit" | "budgets" | "rotate" | "revoke"; about: VirtualKey }
  | { what: "shown"; created: NewKey };

type Props = { opened: Opened; onOpen: (opened: Opened | null) => void };

export function KeyDialogs({ opened, onOpen }: Props) {
  const client = useQueryClient();
  const onClose = () => onOpen(null);
  const onCreated = (created: NewKey) => onOpen({ what: "shown", created });
  switch (opened.what) {
    case "create":
      return <CreateKey onCreated={onCreated} onClose={onClose} />;
    case "shown":
      return <NewKeyDialog created={opened.created} onClose={onClose} />;
    case "rename":
      return <RenameKey about={opened.about} onClose={onClose} />;
    case "edit":
      return <EditKey about={opened.about} onClose={onClose} />;
    case "budgets":
      return (
        <SheetDialog title={`Budgets of ${opened.about.name}`} onClose={onClose}>
          <BudgetsOf of={{ key: opened.about.id }} />
        </SheetDialog>
      );
    case "rotate":
      return (
        <ConfirmDialog
          title={`Rotate “${opened.about.name}”?`}
          confirm="Rotate key"
          onConfirm={async () => onCreated(await rotateKey(client, opened.about.id))}
          onClose={onClose}
        >
          It gets a new secret, which is shown once. The old one stops working at once: programs that use it
          are refused until they have the new one. Name, models, expiry and limits stay.
        </ConfirmDialog>
      );
    case "revoke":
      return (
        <ConfirmDialog
          title={`Revoke “${opened.about.name}”?`}
          confirm="Revoke key"
          onConfirm={async () => {
            await revokeKey(client, opened.about.id);
            onClose();
          }}
          onClose={onClose}
        >
          Programs that use it are refused from now on, and what runs for them is stopped. This cannot be
          undone. What it has spent stays on record.
        </ConfirmDialog>
      );
    default:
      return opened satisfies never;
  }
}
