"use client";

import { BookText } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Empty } from "@/components/ui/empty";
import { Kbd } from "@/components/ui/kbd";

/** Nobody has saved a prompt yet: what they are for. */
export function PromptsEmpty({ onNew }: { onNew: () => void }) {
  return (
    <Empty
      icon={<BookText aria-hidden />}
      title="Keep what you ask again and again"
      action={<Button onClick={onNew}>Write your first prompt</Button>}
    >
      Press <Kbd>/</Kbd> in an empty message to put a prompt there. What stands in{" "}
      <code className="font-mono text-xs text-ink">{"{{double braces}}"}</code> is asked for when it is used.
      Every change is kept as a version.
    </Empty>
  );
}
