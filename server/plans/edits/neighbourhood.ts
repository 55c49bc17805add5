import type { Knex } from 'knex';
import type { Bounds } from '../../geo/position.ts';
import type { FlatPolygon } from '../../geo/wkb.ts';
import { boundsOf } from '../generate/territory.ts';
import { type LoadedCell, loadCellsIn, loadCellsOf } from '../load-cells.ts';
import type { Edit, Position } from './edit.ts';

/** The cells around an edit: all that meet the box, in which every change of it lies. */
export type Neighbourhood = { box: Bounds; cells: LoadedCell[]; named: LoadedCell[] };

/** Cells that an edit names. */
export function namedCells(edit: Edit): number[] {
  switch (edit.kind) {
    case 'split':
    case 'merge':
    case 'set':
      return edit.cells;
    case 'delete':
      return typeof edit.heir === 'number' ? [...edit.cells, edit.heir] : edit.cells;
    case 'reshape':
      return edit.cell === undefined ? [] : [edit.cell];
    case 'draw':
      return [];
  }
}

function positionsOf(edit: Edit): Position[] {
  if (edit.kind === 'split') return edit.line.coordinates;
  if (edit.kind !== 'reshape') return [];
  return [
    ...(edit.line?.coordinates ?? []),
    ...(edit.moves ?? []).flatMap(({ from, to }) => [from, to]),
    ...(edit.inserts ?? []).flatMap(({ a, b, at }) => [a, b, at]),
    ...(edit.removes ?? []),
  ];
}

/**
 * The named cells without those around them, and with any of the same outline: what is said of a cell beside its outline
 * and owner touches no other.
 */
export async function loadAlone(trx: Knex, planId: number, edit: Edit): Promise<Neighbourhood> {
  const named = new Set(namedCells(edit));
  const { rows } = await trx.raw(
    `select twin.id from cells named join cells twin on twin.outline_key = named.outline_key where named.id = any(:ids)`,
    { ids: [...named] },
  );
  const cells = await loadCellsOf(
    trx,
    planId,
    rows.map(({ id }: { id: number }) => id),
  );
  return {
    box: boundsOf(cells.flatMap(({ outline }) => outline)),
    cells,
    named: cells.filter(({ id }) => named.has(id)),
  };
}

/** Loads the cells around an edit: those that it names or whose vertices it names, and all that meet them. */
export async function loadNeighbourhood(
  trx: Knex,
  planId: number,
  edit: Edit,
  drawn: readonly FlatPolygon[] = [],
): Promise<Neighbourhood> {
  const named = await loadCellsOf(trx, planId, namedCells(edit));
  const positions = positionsOf(edit);
  const points = [Float64Array.from(positions.flat())];
  // Whatever has a moved vertex may reach further than the hand did.
  const touched = edit.kind === 'reshape' ? await loadCellsIn(trx, planId, boundsOf([points])) : [];
  const parts = [...drawn, ...[...named, ...touched].flatMap(({ outline }) => outline)];
  const box = boundsOf([...parts, ...(positions.length > 0 ? [points] : [])]);
  const isEmpty = !Number.isFinite(box[0]);
  return { box, cells: isEmpty ? [] : await loadCellsIn(trx, planId, box), named };
}
