export const EXPIRIES = ["never", "30d", "90d", "date"] as const;
export type Expiry = {
  choice: (typeof EXPIRIES)[number] /** `YYYY-MM-DD`, for the choice of a date. */;
  day: string;
};

const DAY = 24 * 60 * 60_000;

/** The instant that is meant: null for never, undefined for a date that is missing, wrong or over. */
export function expiresAt({ choice, day }: Expiry, now: Date): Date | null | undefined {
  switch (choice) {
    case "never":
      return null;
    case "30d":
      return new Date(now.getTime() + 30 * DAY);
    case "90d":
      return new Date(now.getTime() + 90 * DAY);
    case "date": {
      // The last second of that day by the viewer's clock; a year has four digits, whatever was typed.
      const end = /^\d{4}-\d\d-\d\d$/.test(day) ? new Date(`${day}T23:59:59`) : new Date(Number.NaN);
      return end > now ? end : undefined;
    }
    default:
      return choice satisfies never;
  }
}

/** The day of an instant by the viewer's clock, as a date field writes it. */
export function dayOf(instant: Date): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${instant.getFullYear()}-${two(instant.getMonth() + 1)}-${two(instant.getDate())}`;
}
