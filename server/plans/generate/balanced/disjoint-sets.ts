/** Numbers that are joined into sets, each named after its smallest. */
export class DisjointSets {
  readonly #parent: Int32Array;

  constructor(count: number) {
    this.#parent = Int32Array.from({ length: count }, (_, one) => one);
  }

  of(one: number): number {
    let root = one;
    while (this.#parent[root] !== root) root = this.#parent[root] ?? root;
    for (let at = one; at !== root; ) {
      const up = this.#parent[at] ?? root;
      this.#parent[at] = root;
      at = up;
    }
    return root;
  }

  join(one: number, other: number): void {
    const [a, b] = [this.of(one), this.of(other)];
    this.#parent[Math.max(a, b)] = Math.min(a, b);
  }
}
