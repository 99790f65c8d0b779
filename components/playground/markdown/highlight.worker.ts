import { highlight, type Line } from "./highlight";

/** Code to be coloured, or null once nobody wants what was asked for under this number any more. */
export type Asked = { id: number; code: string; language: string } | { id: number; code: null };
export type Coloured = { id: number; lines: Line[] | null };

const wanted = new Set<number>();

// Beside the page, which would stand still while a grammar is compiled.
self.onmessage = async ({ data }: MessageEvent<Asked>) => {
  const { id } = data;
  if (data.code === null) return void wanted.delete(id);
  wanted.add(id);
  // Without colours it is still code.
  const lines = await highlight(data.code, data.language, () => wanted.has(id)).catch(() => null);
  if (wanted.delete(id)) self.postMessage({ id, lines } satisfies Coloured);
};
