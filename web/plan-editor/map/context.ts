import type { Borders } from '../borders/borders.ts';
import type { Handle } from '../borders/handles.ts';
import type { LonLat } from '../borders/position.ts';
import type { Reshape } from '../borders/reshape.ts';
import type { Snapped } from '../borders/snap.ts';

/** What the modes know of the neighbourhood while the pointer moves; it is replaced as cells come and go. */
export type EditContext = {
  /** Of the cells. */
  revision: number;
  borders: Borders;
  handles: readonly Handle[];
  /** Where a change of borders would make outlines cross. */
  crossing: (change: Reshape) => LonLat | null;
  /** For what is drawn: borders, vertices, the scope, lines. */
  snapDrawn: (point: LonLat, reachDegrees: number) => Snapped | null;
  /** For a vertex that is dragged: the scope and lines; it must not come to lie on another border. */
  snapDragged: (point: LonLat, reachDegrees: number) => Snapped | null;
};
