import { Star, ThumbsUp } from "lucide-react";

type Props = { favourite: boolean; recommended: boolean };

/** Whether the person or the team has marked what stands before it. */
export function OptionMarks({ favourite, recommended }: Props) {
  return (
    <>
      {favourite && <Star aria-label="favourite" className="size-3 shrink-0 fill-current text-accent-text" />}
      {recommended && <ThumbsUp aria-label="recommended" className="size-3 shrink-0 text-muted" />}
    </>
  );
}
