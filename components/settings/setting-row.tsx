import type { ReactNode } from "react";
import { FailureNotice } from "@/components/ui/failure-notice";
import type { SaveState } from "./use-save";

type Props = {
  title: string;
  hint: ReactNode;
  /** What has become of the last change. */
  saved: SaveState;
  children: ReactNode;
};

/** One setting: what it is and does at the left, how it is set at the right, and what became of that below. */
export function SettingRow({ title, hint, saved: { state, failure }, children }: Props) {
  return (
    <section
      aria-label={title}
      className="grid gap-x-8 gap-y-2 border-b border-line py-4 last:border-0 md:grid-cols-[minmax(0,1fr)_minmax(0,1.2fr)]"
    >
      <div>
        <h3 className="font-medium">{title}</h3>
        <p className="text-xs text-muted">{hint}</p>
      </div>
      <div className="min-w-0 space-y-2">
        {children}
        <p role="status" className="min-h-4 text-xs text-muted">
          {state === "saving" ? "Saving…" : state === "saved" ? "Saved" : ""}
        </p>
        {failure && <FailureNotice compact failure={failure} />}
      </div>
    </section>
  );
}

/** What a setting is, for whoever may only look. */
export function FixedRow({ title, hint, children }: Omit<Props, "saved">) {
  return (
    <section
      aria-label={title}
      className="grid gap-x-8 gap-y-1 border-b border-line py-4 last:border-0 md:grid-cols-[minmax(0,1fr)_minmax(0,1.2fr)]"
    >
      <div>
        <h3 className="font-medium">{title}</h3>
        <p className="text-xs text-muted">{hint}</p>
      </div>
      <div className="min-w-0 wrap-anywhere">{children}</div>
    </section>
  );
}
