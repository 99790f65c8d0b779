import type { ReactNode } from "react";
import { PatchMark } from "@/components/shell/patch-mark";

/** Before one is in: a mark, a form, and nothing of the workspace. */
export default function DoorLayout({ children }: { children: ReactNode }) {
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-88 flex-col justify-center gap-6 px-4 py-10">
      <p className="flex items-center gap-2 font-semibold">
        <PatchMark className="size-6" /> Patchbay
      </p>
      {children}
    </main>
  );
}
