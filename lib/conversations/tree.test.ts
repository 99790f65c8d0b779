import fc from "fast-check";
import { expect, test } from "vitest";
import { branchTo, leafWithout, newestLeaf, siblingsIn, subtreeOf } from "./tree";

/** `a` asked, `b` and `c` answers to it, `d` asked after `b`; `e` the same question put otherwise. */
const NODES = [
  { id: "a", parentId: null },
  { id: "b", parentId: "a" },
  { id: "c", parentId: "a" },
  { id: "d", parentId: "b" },
  { id: "e", parentId: null },
];
const [A, B, C, D, E] = NODES as [Each, Each, Each, Each, Each];
type Each = (typeof NODES)[number];

test("a branch runs from the beginning to its leaf", () => {
  expect(branchTo(NODES, "d").map(({ id }) => id)).toEqual(["a", "b", "d"]);
  expect(branchTo(NODES, "c").map(({ id }) => id)).toEqual(["a", "c"]);
  expect(branchTo(NODES, null)).toEqual([]);
  expect(branchTo(NODES, "gone")).toEqual([]);
});

test("siblings have the same parent, and the beginning is one, too", () => {
  const siblings = siblingsIn(NODES);
  expect([siblings(A), siblings(B), siblings(D)]).toEqual([["a", "e"], ["b", "c"], ["d"]]);
});

test("a branch is followed to where it was last continued", () => {
  expect(["a", "b", "c", "d", "e"].map((id) => newestLeaf(NODES, id))).toEqual(["d", "d", "c", "d", "e"]);
});

test.each<[string, Each, string | null, string | null]>([
  ["what is not shown changes nothing", C, "d", "d"],
  ["the newest branch beside it takes over", B, "d", "c"],
  ["without one the branch ends at its parent", D, "d", "b"],
  ["an answer of two leaves the other", C, "c", "d"],
  ["the first question gives way to the other one", A, "d", "e"],
  ["the last one to the first", E, "e", "d"],
  ["an empty pane stays empty", A, null, null],
])("deleting: %s", (_, gone, leafId, expected) => {
  expect(leafWithout(NODES, gone, leafId)).toBe(expected);
});

test("a pane's only question leaves nothing", () => {
  expect(leafWithout(NODES.slice(0, 4), A, "d")).toBeNull();
});

const trees = fc.array(fc.option(fc.nat()), { minLength: 1, maxLength: 40 }).map((parents) =>
  parents.map((parent, at) => ({
    id: `n${at}`,
    parentId: parent === null || at === 0 ? null : `n${parent % at}`,
  })),
);

test("in any tree, what is left after a deletion is whole and the leaf is one of it", () => {
  fc.assert(
    fc.property(trees, fc.nat(), fc.nat(), (nodes, which, where) => {
      const gone = nodes[which % nodes.length] as Each;
      const shown = nodes[where % nodes.length] as Each;
      const removed = subtreeOf(nodes, gone.id);
      const left = nodes.filter(({ id }) => !removed.has(id));
      expect(left.every(({ parentId }) => parentId === null || left.some(({ id }) => id === parentId))).toBe(
        true,
      );
      const leaf = leafWithout(nodes, gone, shown.id);
      expect(
        leaf === null ? left.length === 0 || gone.parentId === null : left.some(({ id }) => id === leaf),
      ).toBe(true);
      const through = branchTo(nodes, newestLeaf(nodes, shown.id));
      expect(through).toContain(shown);
    }),
  );
});
