import type { Geometry } from 'geojson';
import type {
  CellFeature,
  Edit,
  EditAnswer,
  EditConflict,
  ProblemFeature,
  RepairRequest,
} from '../../types-plans.ts';
import type { CellPair } from '../borders/border-at.ts';
import type { LonLat } from '../borders/position.ts';
import type { LockedBorder } from './locked-borders.ts';

/** Something to be told to the server, in the order in which it was done. */
type Work =
  | { type: 'edit'; edit: Edit }
  | { type: 'undo' }
  | { type: 'redo' }
  | { type: 'repair'; request: RepairRequest };

export type Outgoing = {
  id: number;
  work: Work;
  /** What was seen when it was done. */
  revision: number;
  /** What it looks like on the map. */
  drawn: readonly Geometry[];
  /** The newest edit that was known when it was first sent; told apart by it after the connection was lost. */
  after?: number;
};

type Refusal = { message: string; place: Geometry | null };

/** Mine was refused because others were quicker; nothing more is sent until it is settled. */
export type Conflict = { outgoing: Outgoing; message: string; others: EditConflict[] };

/** `far`: more cells in view than the editor takes. */
type Nearness = 'unknown' | 'far' | 'near';

/** Everything the editor knows; the map and the panels draw it. */
export type EditorState = {
  /** That of the cells: edits are made on it. */
  revision: number;
  /** Those of one's own edits since the page was opened. */
  own: ReadonlySet<number>;
  nearness: Nearness;
  cells: ReadonlyMap<number, CellFeature>;
  /** In the order in which they were selected. */
  selected: readonly number[];
  /** The vertex that was clicked last. */
  vertex: LonLat | null;
  /** Borders that an adjustment leaves alone. */
  locks: readonly LockedBorder[];
  outbox: readonly Outgoing[];
  queued: number;
  /** The server cannot be reached: the outbox waits. */
  isCut: boolean;
  /** What became of cells whose outline has changed: the one that has kept the code. */
  renamed: ReadonlyMap<number, number>;
  newestEdit: number;
  undoable: boolean;
  redoable: boolean;
  refusal: Refusal | null;
  conflict: Conflict | null;
  /** Findings that the last edit has brought. */
  caused: readonly ProblemFeature[];
};

export type EditorAction =
  | { type: 'loaded'; cells: CellFeature[]; revision: number }
  | { type: 'too-far' }
  | { type: 'refreshed'; removed: number[]; cells: CellFeature[]; revision: number }
  | { type: 'history'; newest: number; undoable: boolean; redoable: boolean }
  | { type: 'select'; cells: number[] }
  | { type: 'select-vertex'; at: LonLat | null }
  | { type: 'toggle-lock'; cells: CellPair }
  | { type: 'queue'; work: Work; drawn?: readonly Geometry[]; revision?: number }
  | { type: 'sent'; id: number }
  | { type: 'answered'; id: number; answer: EditAnswer }
  | { type: 'refused'; id: number; refusal: Refusal }
  | { type: 'conflicted'; id: number; message: string; others: EditConflict[] }
  | { type: 'cut' }
  | { type: 'restored' }
  | { type: 'drop'; ids: number[] }
  | { type: 'try-again' }
  | { type: 'complain'; refusal: Refusal }
  | { type: 'dismiss' };

export const initialEditor = (revision: number): EditorState => ({
  revision,
  own: new Set(),
  nearness: 'unknown',
  cells: new Map(),
  selected: [],
  vertex: null,
  locks: [],
  outbox: [],
  queued: 0,
  isCut: false,
  renamed: new Map(),
  newestEdit: 0,
  undoable: false,
  redoable: false,
  refusal: null,
  conflict: null,
  caused: [],
});
