import { preloadable } from "@/components/ui/preloadable";

/** Draws answers; a program of its own, which is large. */
export const Markdown = preloadable(() => import("./markdown"));
