import type { Finding } from "@/lib/configuration/api";
import { CodeWords } from "./code-words";

/** Findings of one state: what was looked at, how it stands, and what to do. */
export function FindingList({ findings, label }: { findings: readonly Finding[]; label: string }) {
  return (
    <ul aria-label={label} className="divide-y divide-line">
      {findings.map(({ id, subject, sentence, remedy }) => (
        <li
          key={id}
          id={id}
          aria-label={subject}
          className="scroll-mt-12 py-3 sm:grid sm:grid-cols-[12rem_1fr] sm:gap-x-6"
        >
          <p className="font-medium">{subject}</p>
          <div className="min-w-0 space-y-1 wrap-anywhere">
            <p>
              <CodeWords text={sentence} />
            </p>
            {remedy && (
              <p className="text-muted">
                <CodeWords text={remedy} />
              </p>
            )}
          </div>
        </li>
      ))}
    </ul>
  );
}
