export const PIECE: number;
export function formsOf(secret: string): [form: string, text: string][];

export type Search = {
  /** @throws Error when the secret is too short to be told from other text */
  add(name: string, secret: string): void;
  knows(secret: string): boolean;
  /** What is in there, in words that do not repeat it. */
  find(content: string | Uint8Array): string[];
  /** The same for what comes in pieces, which may be cut anywhere. */
  follow(): (content: string | Uint8Array) => string[];
};
export function createSearch(): Search;
