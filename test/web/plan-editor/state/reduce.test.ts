import { expect, test } from 'vitest';
import type { LonLat } from '../../../../web/plan-editor/borders/position.ts';
import {
  type EditorAction,
  type EditorState,
  initialEditor,
} from '../../../../web/plan-editor/state/editor-state.ts';
import { ownRevision } from '../../../../web/plan-editor/state/own-revision.ts';
import { reduceEditor } from '../../../../web/plan-editor/state/reduce.ts';
import { shownCells } from '../../../../web/plan-editor/state/shown-cells.ts';
import { latticeCells, latticePoint } from '../lattice.ts';
import { makeAnswer, makeCell } from './cell.ts';

const lattice = latticeCells(2, 2);
const cells = lattice.map((cell) => makeCell(cell));
const outline = lattice[0]?.geometry ?? { type: 'Polygon' as const, coordinates: [] };
const after = (state: EditorState, ...actions: EditorAction[]) => actions.reduce(reduceEditor, state);
const opened = after(initialEditor(5), { type: 'loaded', cells, revision: 5 });
const to: LonLat = [119.7123, 49.1123];
const drag: EditorAction = {
  type: 'queue',
  work: {
    type: 'edit',
    edit: { kind: 'reshape', moves: [{ from: latticePoint(1, 1), to }], inserts: [], removes: [] },
  },
};
const corners = (state: EditorState) =>
  [...shownCells(state).values()].map(
    ({ geometry }) => geometry.coordinates.flat(3).filter((value) => value === to[0]).length,
  );

test('shows a dragged border before the server has answered, and puts it back where that refuses', () => {
  const dragged = after(opened, drag);
  expect(corners(dragged)).toEqual([1, 1, 1, 2]);
  const refused = after(dragged, {
    type: 'refused',
    id: 1,
    refusal: { message: 'outlines would cross', place: { type: 'Point', coordinates: to } },
  });
  expect(corners(refused)).toEqual([0, 0, 0, 0]);
  expect(refused).toMatchObject({ outbox: [], refusal: { message: 'outlines would cross' } });
});

test('a cell with a new outline stays selected under its code', () => {
  const selected = after(opened, { type: 'select', cells: [1, 2] }, drag);
  const changed = makeCell({ id: 91, geometry: outline }, { code: 'C1' });
  const answered = after(selected, {
    type: 'answered',
    id: 1,
    answer: makeAnswer({ revision: 6, removed: [1], changed: [changed] }),
  });
  expect(answered).toMatchObject({ selected: [91, 2], revision: 6, outbox: [], undoable: true });
  expect([...answered.cells.keys()]).toEqual([2, 3, 4, 91]);
});

test('takes no cells of a repair of the whole plan into the editor', () => {
  const repair: EditorAction = {
    type: 'queue',
    work: { type: 'repair', request: { all: true, revision: 5 } },
  };
  const answerOf = (count: number): EditorAction => ({
    type: 'answered',
    id: 1,
    answer: makeAnswer({
      revision: 6,
      removed: [1],
      changed: Array.from({ length: count }, (_, place) =>
        makeCell({ id: 100 + place, geometry: outline }, { code: `D${place}` }),
      ),
    }),
  });
  // From afar none; nearby none where they are more than it takes: it is behind then, and asks for those in view.
  const far = after(opened, { type: 'too-far' }, repair, answerOf(1));
  expect([far.cells.size, far.revision, far.outbox]).toEqual([0, 6, []]);
  const near = after(opened, repair, answerOf(201));
  expect([near.cells, near.revision, near.outbox, near.own.has(6)]).toEqual([opened.cells, 5, [], true]);
});

test('selects what has been drawn', () => {
  const drawn = after(
    opened,
    { type: 'select', cells: [1] },
    {
      type: 'queue',
      work: { type: 'edit', edit: { kind: 'draw', polygon: { type: 'Polygon', coordinates: [] } } },
    },
    {
      type: 'answered',
      id: 1,
      answer: makeAnswer({
        revision: 6,
        changed: [makeCell({ id: 50, geometry: outline })],
      }),
    },
  );
  expect(drawn.selected).toEqual([50]);
});

test('goes on from what is seen, not from what others have done in between', () => {
  const behind = after(opened, drag, { type: 'answered', id: 1, answer: makeAnswer({ revision: 7 }) });
  expect(behind.revision).toBe(5);
  expect([...behind.own]).toEqual([7]);
  expect(ownRevision(behind.own, 5)).toBe(5);
  expect(ownRevision(new Set([6, 7]), 5)).toBe(7);
});

test('an edit remembers what was seen when its drag began', () => {
  const dragged = after(
    opened,
    { type: 'refreshed', removed: [], cells: [], revision: 6 },
    { ...drag, revision: 5 },
  );
  expect(dragged.outbox[0]?.revision).toBe(5);
});

test('a conflict waits to be settled, is tried again on the current plan, or given up with what followed', () => {
  const conflicted = after(
    opened,
    drag,
    { type: 'queue', work: { type: 'undo' } },
    {
      type: 'conflicted',
      id: 1,
      message: 'others were quicker',
      others: [],
    },
  );
  expect(conflicted.conflict?.outgoing.id).toBe(1);
  expect(conflicted.outbox.map(({ id }) => id)).toEqual([2]);
  const refreshed = after(conflicted, { type: 'refreshed', removed: [], cells: [], revision: 6 });
  const again = after(refreshed, { type: 'try-again' });
  expect(again.outbox.map(({ id, revision }) => [id, revision])).toEqual([
    [1, 6],
    [2, 5],
  ]);
  expect(after(conflicted, { type: 'drop', ids: [2] })).toMatchObject({ conflict: null, outbox: [] });
});

test('keeps what was done while the connection is cut, and what it was sent after', () => {
  const cut = after(
    opened,
    { type: 'history', newest: 12, undoable: true, redoable: false },
    drag,
    { type: 'sent', id: 1 },
    { type: 'cut' },
  );
  expect(cut).toMatchObject({ isCut: true, outbox: [{ id: 1, after: 12 }] });
  expect(after(cut, { type: 'sent', id: 1 }).outbox[0]?.after).toBe(12);
  expect(after(cut, drag).outbox).toHaveLength(2);
  expect(after(cut, { type: 'answered', id: 1, answer: makeAnswer({ revision: 6 }) }).isCut).toBe(false);
});

test('too many cells in view leave nothing to edit, and nothing selected', () => {
  expect(after(opened, { type: 'select', cells: [1] }, { type: 'too-far' })).toMatchObject({
    nearness: 'far',
    selected: [],
    cells: new Map(),
  });
});
