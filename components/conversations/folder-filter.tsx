"use client";

import { ChipMenu } from "@/components/ui/chip";
import { ChooseOne } from "@/components/ui/choices";

type Props = {
  folder: string | null;
  /** All there are. */
  folders: readonly string[];
  onFolder: (folder: string | null) => void;
};

/** Shows one folder only. */
export function FolderFilter({ folder, folders, onFolder }: Props) {
  "use memo";
  // The address may name one that has been emptied since.
  const known = folder === null || folders.includes(folder) ? folders : [...folders, folder];
  if (known.length === 0) return null;
  const options = [
    { value: null, label: "All conversations" },
    ...known.map((name) => ({ value: name, label: name })),
  ];
  return (
    <ChipMenu label="Folder" chosen={folder}>
      <ChooseOne legend="Folder" value={folder} options={options} onChange={onFolder} />
    </ChipMenu>
  );
}
