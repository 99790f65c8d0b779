import type { ReactNode } from "react";

type Props = { title: string; filters?: ReactNode; action?: ReactNode; children: ReactNode };

/** A page of the workspace: one line with the title, its filters and one action at the right; then the content. */
export function Page({ title, filters, action, children }: Props) {
  return (
    <div className="flex min-h-full flex-col">
      <header className="tool-bar sticky top-0 z-10 flex-wrap border-b border-line bg-canvas py-2 sm:px-6">
        <h1 className="mr-2 min-w-0 text-base font-semibold wrap-anywhere">{title}</h1>
        {filters}
        {action && <div className="ml-auto flex items-center gap-2">{action}</div>}
      </header>
      <div className="flex-1 px-4 pb-16 sm:px-6">{children}</div>
    </div>
  );
}
