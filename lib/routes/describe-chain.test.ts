import { expect, test } from "vitest";
import { describeChain } from "./describe-chain";

const arm = (name: string, share: number, ...models: string[]) => ({ name, share, models });

test("a chain in short names shares only where there are several arms", () => {
  const chains = [
    [arm("main", 100, "acme/one", "acme/two")],
    [arm("main", 90, "acme/two"), arm("trial", 10, "zeta/new")],
  ].map((arms) => describeChain({ arms }));
  expect(chains.map(({ text }) => text)).toEqual(["acme/one → acme/two", "90 % acme/two · 10 % zeta/new"]);
  expect(chains[1]?.tip).toBe("main, 90 %: acme/two\ntrial, 10 %: zeta/new");
});
