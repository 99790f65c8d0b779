"use client";

import { useQuery } from "@tanstack/react-query";
import { JsonEditor } from "@/components/routing/json-editor";
import { useRested } from "@/components/ui/use-rested";
import { describeFailure } from "@/lib/core/failure";
import type { ImportedRoute } from "@/lib/routes/routes-api";
import { importQuery } from "./queries";

type Props = {
  text: string;
  onText: (text: string) => void;
  /** Whether what is missing is to be said. */
  tried: boolean;
};

/** Takes the body of a request and says what of it becomes a route. */
export function BodyField({ text, onText, tried }: Props) {
  const rested = useRested(text, 250);
  const fits = isJson(rested);
  const { data, error } = useQuery({ ...importQuery(rested), enabled: fits });
  const problem =
    rested.trim() === ""
      ? tried && "Paste what a program sends."
      : fits
        ? error && describeFailure(error).message
        : "Not JSON yet.";
  return (
    <div className="space-y-3">
      <JsonEditor
        label="Body of a request, as JSON"
        text={text}
        problems={problem ? [problem] : []}
        onText={onText}
        rows={10}
      />
      <div role="status" className="space-y-1 text-xs text-muted">
        {fits && data && <Told imported={data} />}
      </div>
    </div>
  );
}

function Told({ imported: { spec, left } }: { imported: ImportedRoute }) {
  const settings = [...(spec.system === null ? [] : ["system prompt"]), ...Object.keys(spec.parameters)];
  return (
    <>
      <p>
        Chain:{" "}
        <span className="font-mono break-all text-ink">
          {spec.arms.flatMap(({ models }) => models).join(" → ")}
        </span>
      </p>
      <p>Settings: {settings.length === 0 ? "none" : settings.join(", ")}</p>
      {left.length > 0 && (
        <>
          <p>Does not come along:</p>
          <ul className="list-disc space-y-0.5 pl-5">
            {left.map(({ field, reason }) => (
              <li key={`${field} ${reason}`} className="wrap-anywhere">
                <span className="font-mono">{field}</span> {reason}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

/** Whether it is worth asking what becomes of it. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
