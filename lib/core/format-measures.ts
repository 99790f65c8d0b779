import { marked, UNKNOWN } from "./format";

// Times, sizes and shares: apart from money and counts, as the first page does without them.

/** `412 ms`, `3.2 s`, `1 m 04 s`, `2 h 05 m`. */
export function formatDuration(ms: number | null): string {
  if (ms === null || !Number.isFinite(ms)) return UNKNOWN;
  if (Math.round(ms) < 1000) return `${Math.round(ms)} ms`;
  if (ms < 59_950) return `${marked((ms / 1000).toFixed(1))} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} m ${pad(seconds % 60)} s`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${pad(minutes % 60)} m`;
}

/** `842 B`, `12 KB`, `3.4 MB`. */
export function formatBytes(bytes: number): string {
  if (bytes < 1_024) return `${bytes} B`;
  if (bytes < 1_047_552) return `${Math.round(bytes / 1_024)} KB`;
  return `${marked((bytes / 1_048_576).toFixed(1))} MB`;
}

/** `87 tok/s`; one decimal where it still tells. */
export function formatSpeed(tokensPerSecond: number | null): string {
  if (tokensPerSecond === null || !Number.isFinite(tokensPerSecond)) return UNKNOWN;
  return `${tokensPerSecond < 9.95 ? marked(tokensPerSecond.toFixed(1)) : Math.round(tokensPerSecond)} tok/s`;
}

/** A share of one as `12 %`, `1.9 %`, `0.04 %`. */
export function formatPercent(share: number): string {
  const percent = share * 100;
  const size = Math.abs(percent);
  if (size === 0) return "0 %";
  if (size < 0.01) return `< ${marked("0.01")} %`;
  return `${marked(percent.toFixed(size < 0.095 ? 2 : size < 9.95 ? 1 : 0))} %`;
}

/** Percent of the time that something was there, `99.9 %`; never rounded up to all of it. */
export const formatUptime = (percent: number | null): string =>
  percent === null ? UNKNOWN : `${marked(String(Math.floor(Number((percent * 10).toFixed(6))) / 10))} %`;

const pad = (value: number): string => String(value).padStart(2, "0");
