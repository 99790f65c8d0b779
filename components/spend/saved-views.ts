import type { SavedView } from "@/lib/team/preferences-api";

type Views = readonly SavedView[];

/** As many as the server keeps. */
export const MOST_VIEWS = 50;

/** A view under a name; one that had the name gives it up to this state. */
export const saved = (views: Views, view: SavedView): SavedView[] =>
  views.some(({ name }) => name === view.name)
    ? views.map((one) => (one.name === view.name ? view : one))
    : [...views, view];

export const renamed = (views: Views, from: string, to: string): SavedView[] =>
  views.map((view) => (view.name === from ? { ...view, name: to } : view));

export const withoutView = (views: Views, name: string): SavedView[] =>
  views.filter((view) => view.name !== name);

/** A view back where it was, unless there is one of its name again. */
export const putBack = (views: Views, view: SavedView, index: number): SavedView[] =>
  views.some(({ name }) => name === view.name) ? [...views] : views.toSpliced(index, 0, view);

/** What is wrong with a name for a view that is called `before` now; null when nothing is. */
export function nameProblem(views: Views, name: string, before: string | null): string | null {
  const text = name.trim();
  if (text === "") return "Give it a name.";
  if (text !== before && views.some((view) => view.name === text)) return "There is a view of this name.";
  return text.length > 80 ? "Use 80 characters at most." : null;
}
