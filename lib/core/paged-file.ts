import { AppError } from "./errors";

/** Some rows as they stand in the file, perhaps none, and where to go on; null at the end. */
export type FilePage = { text: string; next: string | null };

type Options = {
  /** What stands before the first row, and behind the last. */
  head: string;
  foot: string;
  read: (cursor: string | undefined) => Promise<FilePage>;
  /** Whether whoever takes it still may: asked before each page. */
  mayStay?: (() => Promise<boolean>) | undefined;
  onError: (error: unknown) => void;
};

/**
 * The bytes of a file that is read page by page, no faster than they are taken, and no further once nobody takes them.
 * It breaks with AppError `forbidden` for whoever may no longer have it.
 */
export function pagedFile({
  head,
  foot,
  read,
  mayStay = async () => true,
  onError,
}: Options): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let cursor: string | undefined;
  let left = false;
  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => controller.enqueue(encoder.encode(head)),
      async pull(controller) {
        try {
          // A step that finds nothing has nothing to hand on.
          for (let text = ""; text === "" && !left; ) {
            if (!(await mayStay())) throw new AppError("forbidden");
            const page = await read(cursor);
            if (left) return;
            text = page.next === null ? page.text + foot : page.text;
            cursor = page.next ?? undefined;
            if (text !== "") controller.enqueue(encoder.encode(text));
            if (page.next === null) return controller.close();
          }
        } catch (error) {
          // Whoever has left is told nothing.
          if (left) return;
          onError(error);
          controller.error(error);
        }
      },
      cancel() {
        left = true;
      },
    },
    { highWaterMark: 1 },
  );
}
