import { Ban, Star, ThumbsUp } from "lucide-react";

type Props = {
  favourite: boolean;
  recommended: boolean;
  /** The workspace does not allow it, or something that it asks. */
  barred: boolean;
};

/** Whether the person or the team has marked what stands before it. */
export function OptionMarks({ favourite, recommended, barred }: Props) {
  return (
    <>
      {barred && <Ban aria-label="not allowed" className="size-3 shrink-0 text-danger" />}
      {favourite && <Star aria-label="favourite" className="size-3 shrink-0 fill-current text-accent-text" />}
      {recommended && <ThumbsUp aria-label="recommended" className="size-3 shrink-0 text-muted" />}
    </>
  );
}
