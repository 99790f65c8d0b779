"use client";

type Props = { error: Error & { digest?: string }; reset: () => void };

const LINK = "text-accent-text underline underline-offset-2 hover:no-underline touch:min-h-11";

/** Whatever nobody caught: say so, keep the frame's promise of a way on. Every page loads it, so it brings nothing along. */
export default function ErrorPage({ error, reset }: Props) {
  // React and Next keep that a part did not come: only a new page asks for it again.
  const isPart = error.name === "ChunkLoadError";
  return (
    <main className="mx-auto flex min-h-dvh max-w-96 flex-col items-center justify-center gap-2 px-4 text-center">
      <h1 className="font-medium">This page stopped working</h1>
      <p className="text-muted">Nothing was lost: what was sent is on record.</p>
      {error.digest && <p className="font-mono text-xs text-muted">Reference {error.digest}</p>}
      <p className="mt-3 flex gap-4">
        <button type="button" className={LINK} onClick={isPart ? () => location.reload() : reset}>
          Try again
        </button>
        {/* Not Next's link: a broken page is better left for good. */}
        <a href="/" className={LINK}>
          To the playground
        </a>
      </p>
    </main>
  );
}
