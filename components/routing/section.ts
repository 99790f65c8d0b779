import type { CatalogModel } from "@/lib/catalog/model";

/** What every part of a pane's settings works with. */
export type SectionProps = {
  /** What is set; what is not is not sent. */
  parameters: Readonly<Record<string, unknown>>;
  /** Null when the model is not in the catalogue, and what it supports is not known. */
  row: CatalogModel | null;
  /** Null takes it out. */
  onParameter: (name: string, value: unknown) => void;
};
