import type { CatalogModel } from "./model";

/** A model's own default for a parameter. Names come from outside: `constructor` is no default. */
export const defaultParameter = (
  { defaultParameters }: Pick<CatalogModel, "defaultParameters">,
  name: string,
): number | undefined => (Object.hasOwn(defaultParameters, name) ? defaultParameters[name] : undefined);
