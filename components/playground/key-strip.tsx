import type { ReactNode } from "react";

/** The frame of what is known of the key. */
export function KeyStrip({ icon, title, children }: { icon: ReactNode; title: string; children: ReactNode }) {
  return (
    <section aria-label="Key check" className="mt-8 text-xs">
      <h2 className="flex items-center gap-2 border-b border-line pb-2 font-medium [&_svg]:size-4">
        {icon}
        {title}
      </h2>
      {children}
    </section>
  );
}
