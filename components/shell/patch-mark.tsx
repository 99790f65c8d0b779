/** The sign of Patchbay: a cable from one jack to another. */
export function PatchMark({ className }: { className?: string }) {
  return (
    <svg viewBox="0 0 24 24" fill="none" aria-hidden="true" className={className}>
      <path
        d="M6 6c0 10.5 12 1.5 12 12"
        stroke="var(--color-accent)"
        strokeWidth="2.75"
        strokeLinecap="round"
      />
      <circle cx="6" cy="5.5" r="3.25" fill="var(--color-sunken)" stroke="currentColor" strokeWidth="2" />
      <circle cx="18" cy="18.5" r="3.25" fill="var(--color-sunken)" stroke="currentColor" strokeWidth="2" />
    </svg>
  );
}
