/** Nodes by their distance, the least first; of equals the lowest number. Holds stale entries: the caller skips them. */
export class NodeHeap {
  size = 0;
  private nodes = new Int32Array(1024);
  private keys = new Float64Array(1024);

  clear(): void {
    this.size = 0;
  }

  leastKey(): number {
    return this.keys[0] ?? Number.POSITIVE_INFINITY;
  }

  push(node: number, key: number): void {
    if (this.size === this.nodes.length) this.grow();
    const { nodes, keys } = this;
    let at = this.size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!isBefore(key, node, keys[parent] ?? 0, nodes[parent] ?? 0)) break;
      nodes[at] = nodes[parent] ?? 0;
      keys[at] = keys[parent] ?? 0;
      at = parent;
    }
    nodes[at] = node;
    keys[at] = key;
  }

  pop(): number {
    const { nodes, keys } = this;
    const top = nodes[0] ?? 0;
    const size = --this.size;
    const node = nodes[size] ?? 0;
    const key = keys[size] ?? 0;
    let at = 0;
    for (;;) {
      let child = 2 * at + 1;
      if (child >= size) break;
      const isRight =
        child + 1 < size &&
        isBefore(keys[child + 1] ?? 0, nodes[child + 1] ?? 0, keys[child] ?? 0, nodes[child] ?? 0);
      if (isRight) child++;
      if (!isBefore(keys[child] ?? 0, nodes[child] ?? 0, key, node)) break;
      nodes[at] = nodes[child] ?? 0;
      keys[at] = keys[child] ?? 0;
      at = child;
    }
    nodes[at] = node;
    keys[at] = key;
    return top;
  }

  private grow(): void {
    const nodes = new Int32Array(this.nodes.length * 2);
    const keys = new Float64Array(this.keys.length * 2);
    nodes.set(this.nodes);
    keys.set(this.keys);
    this.nodes = nodes;
    this.keys = keys;
  }
}

function isBefore(key: number, node: number, otherKey: number, other: number): boolean {
  return key < otherKey || (key === otherKey && node < other);
}
