import Link from "next/link";
import { Instant } from "@/components/ui/instant";
import { modelPath } from "@/lib/catalog/model-path";
import { Notice } from "../model-notices";

/** For a model that is listed no more: since when, and what comes closest. */
export function GoneNotice({ at, nearest }: { at: Date; nearest: readonly string[] }) {
  return (
    <Notice tone="warn">
      OpenRouter lists this model no more; it was found missing <Instant at={at} />. What stands here is what
      was known last.
      {nearest.length > 0 && " Nearest to it: "}
      {nearest.map((id, index) => (
        <span key={id}>
          {index > 0 && ", "}
          <ModelLink id={id} />
        </span>
      ))}
    </Notice>
  );
}

/** For one that will go: what comes closest of those that stay. */
export function NearestModels({ ids }: { ids: readonly string[] }) {
  if (ids.length === 0) return null;
  return (
    <p className="text-muted">
      Nearest to it:{" "}
      {ids.map((id, index) => (
        <span key={id} className="text-ink">
          {index > 0 && ", "}
          <ModelLink id={id} />
        </span>
      ))}
    </p>
  );
}

export const ModelLink = ({ id }: { id: string }) => (
  <Link
    href={`/models/${modelPath(id)}`}
    prefetch={false}
    className="font-mono text-xs underline wrap-anywhere"
  >
    {id}
  </Link>
);
