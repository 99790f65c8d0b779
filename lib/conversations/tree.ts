/** A message as a node of its pane's tree. Lists of nodes are ordered by time, oldest first. */
export type Node = { id: string; parentId: string | null };

/** The nodes from the beginning to a leaf; empty for null and for a leaf that is not there. */
export function branchTo<Each extends Node>(nodes: readonly Each[], leafId: string | null): Each[] {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const branch: Each[] = [];
  for (let node = byId.get(leafId ?? ""); node; node = byId.get(node.parentId ?? "")) branch.push(node);
  return branch.reverse();
}

/** For each node all nodes with its parent, itself included, oldest first. */
export function siblingsIn(nodes: readonly Node[]): (node: Node) => string[] {
  const children = childrenIn(nodes);
  return ({ parentId }) => (children.get(parentId) ?? []).map(({ id }) => id);
}

/** A node and everything below it. */
export function subtreeOf(nodes: readonly Node[], id: string): Set<string> {
  const children = childrenIn(nodes);
  const found = new Set([id]);
  // A set hands out what is added while it is walked.
  for (const each of found) for (const child of children.get(each) ?? []) found.add(child.id);
  return found;
}

/** The newest of a node and all below it: where its branch was last continued. */
export function newestLeaf(nodes: readonly Node[], id: string): string {
  const below = subtreeOf(nodes, id);
  return nodes.findLast((node) => below.has(node.id))?.id ?? id;
}

/** What ends the branch once a node and all below it are gone: the newest branch beside it, else its parent. */
export function leafWithout(nodes: readonly Node[], gone: Node, leafId: string | null): string | null {
  const removed = subtreeOf(nodes, gone.id);
  if (leafId === null || !removed.has(leafId)) return leafId;
  const left = nodes.filter(({ id }) => !removed.has(id));
  const beside = left.findLast(({ parentId }) => parentId === gone.parentId);
  return beside ? newestLeaf(left, beside.id) : gone.parentId;
}

function childrenIn(nodes: readonly Node[]): Map<string | null, Node[]> {
  const children = new Map<string | null, Node[]>();
  for (const node of nodes) {
    const known = children.get(node.parentId);
    if (known) known.push(node);
    else children.set(node.parentId, [node]);
  }
  return children;
}
