"use client";

import { Button } from "@/components/ui/button";
import type { CatalogModel } from "@/lib/catalog/model";
import type { Pane } from "@/lib/conversations/api";
import type { AttachmentKind } from "@/lib/conversations/attachments-api";
import { ATTACHMENTS_LIMIT, MOST_ATTACHMENTS } from "@/lib/conversations/limits";
import { formatBytes } from "@/lib/core/format-measures";
import { AttachmentChip } from "./attachment-chip";
import { describeCost, PLURALS, refusedKinds } from "./modalities";
import { removeItems, upload } from "./uploads";
import type { Attachments } from "./use-attachments";

/** Who is asked: a pane, its model and what was said in it. */
export type AskedModel = { key: string; name: string; row: CatalogModel | null; pane: Pane | null };

type Props = {
  attachments: Attachments;
  asked: readonly AskedModel[];
  onPickModel: (key: string) => void;
};

/** The files that go with the message, what is wrong with them, and what is known of their cost. */
export default function AttachmentTray({ attachments, asked, onPickModel }: Props) {
  "use memo";
  const { items, change, stored } = attachments;
  const kinds = kindsOf(stored);
  const refusals = asked.flatMap((one) => {
    const earlier = kindsOf(one.pane?.messages.flatMap((message) => message.attachments) ?? []);
    return refusedKinds(one.row, [...new Set([...kinds, ...earlier])]).map((kind) => ({ ...one, kind }));
  });
  const costs = asked.flatMap(({ name, row, key }) => {
    const cost = row && describeCost(row, kinds);
    return cost ? [{ key, text: asked.length === 1 ? cost : `${name}: ${cost}` }] : [];
  });
  const complaint = tooMuch(items);
  return (
    <div className="px-2 pt-2 text-xs">
      {items.length > 0 && (
        <ul aria-label="Files to send" className="flex max-h-44 flex-wrap gap-2 overflow-y-auto">
          {items.map((item) => (
            <AttachmentChip
              key={item.key}
              item={item}
              onRemove={() => removeItems([item.key], change)}
              onRetry={() => void upload(item, change)}
            />
          ))}
        </ul>
      )}
      {complaint && (
        <p role="alert" className="px-1.5 pt-1.5 text-danger">
          {complaint}
        </p>
      )}
      {refusals.length > 0 && (
        <ul aria-label="What models cannot take" role="status" className="pt-1.5">
          {refusals.map(({ key, name, kind }) => (
            <li key={`${key} ${kind}`} className="flex flex-wrap items-center gap-x-2 gap-y-1 px-1.5 py-0.5">
              <span className="text-warn">
                <span className="font-mono">{name}</span> cannot take {PLURALS[kind]}
                {kinds.includes(kind) ? "." : ", and this conversation has some."}
              </span>
              <Button size="sm" onClick={() => onPickModel(key)}>
                Choose another model
              </Button>
              {kinds.includes(kind) && (
                <Button size="sm" onClick={() => removeItems(keysOf(attachments, kind), change)}>
                  Remove {PLURALS[kind]}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {costs.length > 0 && (
        <details className="px-1.5 pt-1.5 text-muted">
          <summary className="w-fit touch:flex touch:min-h-11 touch:items-center">
            How many tokens they are is not known beforehand
          </summary>
          <ul className="pt-0.5">
            {costs.map(({ key, text }) => (
              <li key={key}>{text}.</li>
            ))}
          </ul>
        </details>
      )}
    </div>
  );
}

const kindsOf = (files: readonly { kind: AttachmentKind }[]): AttachmentKind[] => [
  ...new Set(files.map(({ kind }) => kind)),
];

const keysOf = ({ items }: Attachments, kind: AttachmentKind): string[] =>
  items.flatMap(({ key, stored }) => (stored?.kind === kind ? key : []));

function tooMuch(items: Attachments["items"]): string | null {
  const total = items.reduce((sum, { bytes }) => sum + bytes, 0);
  if (items.length > MOST_ATTACHMENTS) return `${items.length} files; a message takes ${MOST_ATTACHMENTS}.`;
  if (total <= ATTACHMENTS_LIMIT) return null;
  return `${formatBytes(total)} together; the files of a message may be ${formatBytes(ATTACHMENTS_LIMIT)}.`;
}
