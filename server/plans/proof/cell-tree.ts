import Flatbush from 'flatbush';
import type { Bounds } from '../../geo/position.ts';
import { boundsOf } from '../generate/territory.ts';
import type { LoadedCell } from '../load-cells.ts';

/** Finds cells, by their places in the list, whose bounds meet a box. */
export class CellTree {
  readonly #tree: Flatbush | undefined;

  constructor(cells: readonly LoadedCell[]) {
    if (cells.length === 0) return;
    this.#tree = new Flatbush(cells.length);
    for (const { outline } of cells) this.#tree.add(...boundsOf(outline));
    this.#tree.finish();
  }

  meeting(box: Bounds): number[] {
    return this.#tree?.search(...box) ?? [];
  }
}
