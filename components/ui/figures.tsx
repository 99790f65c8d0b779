import clsx from "clsx";
import { formatCount, formatTokens, UNKNOWN } from "@/lib/core/format";
import { formatDuration, formatSpeed } from "@/lib/core/format-measures";

type Shared = { /** A guess while the truth is not known. */ approximate?: boolean; className?: string };
type FigureProps = Shared & { text: string; exact?: string | null };

function Figure({ text, exact, approximate = false, className }: FigureProps) {
  return (
    <span
      className={clsx("whitespace-nowrap tabular-nums", text === UNKNOWN && "text-faint", className)}
      data-tip={exact ?? undefined}
    >
      {approximate && "≈ "}
      {text}
    </span>
  );
}

/** A number of tokens, short; the full number in the tooltip. */
export function Tokens({ count, ...rest }: { count: number | null } & Shared) {
  const exact = count !== null && count >= 1000 ? `${formatCount(count)} tokens` : null;
  return <Figure text={formatTokens(count)} exact={exact} {...rest} />;
}

/** A length of time; the milliseconds in the tooltip. */
export function Duration({ ms, ...rest }: { ms: number | null } & Shared) {
  const exact = ms !== null && ms >= 1000 ? `${formatCount(ms)} ms` : null;
  return <Figure text={formatDuration(ms)} exact={exact} {...rest} />;
}

export function Speed({ tokensPerSecond, ...rest }: { tokensPerSecond: number | null } & Shared) {
  return <Figure text={formatSpeed(tokensPerSecond)} {...rest} />;
}
