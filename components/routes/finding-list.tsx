import { Info, TriangleAlert } from "lucide-react";
import { Button } from "@/components/ui/button";
import type { Finding } from "@/lib/routes/finding";

type Props = {
  label: string;
  findings: readonly Finding[];
  /** Puts another model in the place of the one that is spoken of. */
  onModel?: (model: string) => void;
};

const LOOKS = { error: "text-danger", warning: "text-warn", hint: "text-muted" } as const;
const SAID = { error: "Requests will fail: ", warning: "Warning: ", hint: "Worth knowing: " } as const;

/** What is wrong, each in a sentence and with what could be done about it. */
export function FindingList({ label, findings, onModel }: Props) {
  if (findings.length === 0) return null;
  return (
    <ul aria-label={label} className="space-y-1 py-1 text-xs">
      {findings.map(({ code, severity, message, nearest, setting }) => (
        <li key={`${code} ${setting} ${message}`} className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span className={`flex min-w-0 gap-1.5 ${LOOKS[severity]}`}>
            {severity === "hint" ? (
              <Info aria-hidden className="mt-0.5 size-3 shrink-0" />
            ) : (
              <TriangleAlert aria-hidden className="mt-0.5 size-3 shrink-0" />
            )}
            <span className="min-w-0 wrap-anywhere">
              <span className="sr-only">{SAID[severity]}</span>
              {message}
            </span>
          </span>
          {nearest !== null && onModel && (
            <Button size="sm" onClick={() => onModel(nearest)}>
              Use <span className="font-mono">{nearest}</span>
            </Button>
          )}
        </li>
      ))}
    </ul>
  );
}
