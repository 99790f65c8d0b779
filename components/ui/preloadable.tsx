"use client";

import { type ComponentType, lazy, type ReactNode, useState } from "react";
import { part, patiently } from "./lazy";

type Module<Props> = { default: ComponentType<Props> };

/**
 * A component that comes in a program of its own, as `lazy` makes them, and can be fetched before it is drawn: then it
 * stands there at once. What is waited for in a boundary comes a third of a second later at the earliest, by React's rule.
 */
export function preloadable<Props extends object>(load: () => Promise<Module<Props>>) {
  let loaded: ComponentType<Props> | null = null;
  const preload = async (): Promise<Module<Props>> => {
    const module = await part(load);
    loaded = module.default;
    return module;
  };
  const Lazy = lazy(() => patiently(preload)) as unknown as ComponentType<Props>;
  function Preloadable(props: Props): ReactNode {
    // As it was first drawn: another component in its place would begin anew.
    const [Drawn] = useState<ComponentType<Props>>(() => loaded ?? Lazy);
    return <Drawn {...props} />;
  }
  return Object.assign(Preloadable, { preload });
}
