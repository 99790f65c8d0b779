import { specChanges } from "@/lib/routes/spec-diff";
import { newSpec, type Spec } from "./edit-spec";

type Props = {
  label: string;
  /** Null where there was nothing before. */
  before: Spec | null;
  after: Spec;
};

/** What differs between two specs, each in a sentence. */
export function ChangeList({ label, before, after }: Props) {
  const changes = specChanges(before ?? { ...newSpec([]), arms: [] }, after);
  return (
    <section aria-label={label} className="text-xs">
      <p className="text-muted">{label}</p>
      {changes.length === 0 ? (
        <p className="py-1">Nothing differs.</p>
      ) : (
        <ul className="divide-y divide-line">
          {changes.map(({ subject, sentence }) => (
            <li key={`${subject} ${sentence}`} className="flex flex-wrap gap-x-3 py-1">
              <span className="min-w-24 font-mono text-muted">{subject}</span>
              <span className="min-w-0 flex-1 basis-48 wrap-anywhere">{sentence}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
