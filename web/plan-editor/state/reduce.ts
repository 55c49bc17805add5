import type { CellFeature, EditAnswer } from '../../types-plans.ts';
import type { EditorAction, EditorState, Outgoing } from './editor-state.ts';
import { followedLocks, toggledLock } from './locked-borders.ts';
import { mostCells } from './nearness.ts';
import { currentId, successorsOf, withChange, withRenamed } from './successors.ts';

const without = (outbox: readonly Outgoing[], id: number) => outbox.filter((one) => one.id !== id);

const mapOf = (cells: readonly CellFeature[]) => new Map(cells.map((cell) => [cell.id, cell]));

/** The editor after something has happened to it. */
export function reduceEditor(state: EditorState, action: EditorAction): EditorState {
  switch (action.type) {
    case 'loaded':
      return loaded(state, action.cells, action.revision);
    case 'too-far':
      return { ...state, nearness: 'far', cells: new Map(), selected: [], vertex: null };
    case 'refreshed':
      return { ...changed(state, action.removed, action.cells), revision: action.revision };
    case 'history':
      return {
        ...state,
        newestEdit: Math.max(state.newestEdit, action.newest),
        undoable: action.undoable,
        redoable: action.redoable,
      };
    case 'select':
      return { ...state, selected: action.cells, vertex: null };
    case 'select-vertex':
      return { ...state, vertex: action.at };
    case 'toggle-lock':
      return { ...state, locks: toggledLock(state.locks, state.cells, action.cells) };
    case 'queue':
      return queuedWork(state, action);
    case 'sent':
      return {
        ...state,
        outbox: state.outbox.map((one) =>
          one.id === action.id && one.after === undefined ? { ...one, after: state.newestEdit } : one,
        ),
      };
    case 'answered':
      return answered(state, action.id, action.answer);
    case 'refused':
      return { ...state, isCut: false, outbox: without(state.outbox, action.id), refusal: action.refusal };
    case 'conflicted':
      return conflicted(state, action);
    case 'cut':
      return { ...state, isCut: true };
    case 'restored':
      return { ...state, isCut: false };
    case 'drop':
      return {
        ...state,
        conflict: null,
        outbox: state.outbox.filter(({ id }) => !action.ids.includes(id)),
      };
    case 'try-again':
      return triedAgain(state);
    case 'complain':
      return { ...state, refusal: action.refusal };
    case 'dismiss':
      return { ...state, refusal: null, caused: [] };
  }
}

function queuedWork(
  state: EditorState,
  { work, drawn = [], revision = state.revision }: Extract<EditorAction, { type: 'queue' }>,
): EditorState {
  const id = state.queued + 1;
  const outgoing: Outgoing = { id, work, drawn, revision };
  return { ...state, queued: id, refusal: null, vertex: null, outbox: [...state.outbox, outgoing] };
}

/** Selected cells that are out of view stay selected only while their successors are known. */
function loaded(state: EditorState, cells: CellFeature[], revision: number): EditorState {
  const byCode = new Map(cells.map(({ id, properties }) => [properties.code, id]));
  const now = mapOf(cells);
  const selected = state.selected.flatMap((id) => {
    if (now.has(id)) return [id];
    const successor = byCode.get(state.cells.get(id)?.properties.code ?? '');
    return successor === undefined ? [] : [successor];
  });
  const locks = followedLocks(state.locks, state.renamed, now);
  return { ...state, nearness: 'near', cells: now, selected, locks, revision };
}

function changed(state: EditorState, removed: readonly number[], cells: readonly CellFeature[]): EditorState {
  // From afar the plan is drawn from its tiles.
  if (state.nearness === 'far') return state;
  const successors = successorsOf(state.cells, removed, cells);
  const renamed = withRenamed(state.renamed, successors, cells);
  const next = withChange(state.cells, removed, cells);
  const selected = state.selected.map((id) => currentId(renamed, id)).filter((id) => next.has(id));
  const locks = followedLocks(state.locks, renamed, next);
  return { ...state, cells: next, renamed, locks, selected: [...new Set(selected)] };
}

function answered(state: EditorState, id: number, answer: EditAnswer): EditorState {
  const work = state.outbox.find((one) => one.id === id)?.work;
  const known = new Set([...state.cells.values()].map(({ properties }) => properties.code));
  const fresh = answer.changed.filter(({ properties }) => !known.has(properties.code)).map((cell) => cell.id);
  // More cells than the editor takes are asked for again, as far as they are seen.
  const isMany = state.nearness !== 'far' && answer.changed.length > mostCells;
  const next = isMany ? state : changed(state, answer.removed, answer.changed);
  const isNext = answer.revision === state.revision + 1 && !isMany;
  const makesCells = work?.type === 'edit' && (work.edit.kind === 'draw' || work.edit.kind === 'split');
  return {
    ...next,
    isCut: false,
    outbox: without(state.outbox, id),
    // What others have done in between is asked for; until then edits are made on what is seen.
    revision: isNext ? answer.revision : state.revision,
    own: new Set([...state.own, answer.revision]),
    newestEdit: Math.max(state.newestEdit, answer.edit.id),
    undoable: answer.undoable,
    redoable: answer.redoable,
    caused: answer.caused,
    selected: makesCells && fresh.length > 0 ? fresh : next.selected,
  };
}

/** The edit leaves the queue; what was done after it waits until somebody has decided. */
function conflicted(
  state: EditorState,
  { id, message, others }: Extract<EditorAction, { type: 'conflicted' }>,
): EditorState {
  const outgoing = state.outbox.find((one) => one.id === id);
  if (!outgoing) return state;
  return {
    ...state,
    isCut: false,
    outbox: without(state.outbox, id),
    conflict: { outgoing, message, others },
  };
}

/** On what there is now, whatever has become of the cells that it was made on. */
function triedAgain(state: EditorState): EditorState {
  if (!state.conflict) return state;
  const { after: _, ...outgoing } = state.conflict.outgoing;
  const again: Outgoing = { ...outgoing, revision: state.revision };
  return { ...state, conflict: null, outbox: [again, ...state.outbox] };
}
