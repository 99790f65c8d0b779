import type { Asked } from "./answer";

/** A picture of one pixel, in three colours. */
const PIXELS = [
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==",
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==",
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
] as const;

export const wantsPicture = ({ last, request }: Asked): boolean =>
  /\b(?:draw|image|picture|photo|illustration|logo|icon|paint|sketch)\b/i.test(last) ||
  (Array.isArray(request.body.modalities) && request.body.modalities.includes("image"));

export const picture = ({ random }: Asked): string =>
  `data:image/png;base64,${PIXELS[Math.floor(random() * PIXELS.length)] ?? PIXELS[0]}`;
