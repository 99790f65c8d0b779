import { type BreakFault, FAULTS } from "./break-api";

/**
 * Everything that is tried of a chain: nothing wrong, then each fault at each hop, then each at all hops at once.
 * @param hops how many models it has
 */
export function breakMatrix(hops: number): BreakFault[][] {
  const chain = Array.from({ length: hops }, (_, hop) => hop);
  return [
    [],
    ...chain.flatMap((hop) => FAULTS.map((fault) => [{ fault, hop }])),
    ...(hops < 2 ? [] : FAULTS.map((fault) => chain.map((hop) => ({ fault, hop })))),
  ];
}
