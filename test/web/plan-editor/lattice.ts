import type { LonLat } from '../../../web/plan-editor/borders/position.ts';

/** A cell of one polygon. */
export type LatticeCell = { id: number; geometry: { type: 'Polygon'; coordinates: LonLat[][] } };

/** Moves a lattice point, by less than a third of a step; the same for the same point. */
export type Shift = (column: number, row: number) => LonLat;

const stepDegrees = 0.01;
const west = 119.7;
const south = 49.1;

const round = (value: number) => Math.round(value * 1e7) / 1e7;

/** The place of a point of the lattice; halves are the vertices in the middle of a side. */
export function latticePoint(column: number, row: number, shift: Shift = () => [0, 0]): LonLat {
  const [dx, dy] = shift(column, row);
  return [round(west + (column + dx / 3) * stepDegrees), round(south + (row + dy / 3) * stepDegrees)];
}

/** Cells in rows and columns with a vertex in the middle of every side, numbered from 1 row by row. */
export function latticeCells(columns: number, rows: number, shift?: Shift): LatticeCell[] {
  return Array.from({ length: columns * rows }, (_, place) => {
    const [column, row] = [place % columns, Math.floor(place / columns)];
    const around: LonLat[] = [
      [0, 0],
      [0.5, 0],
      [1, 0],
      [1, 0.5],
      [1, 1],
      [0.5, 1],
      [0, 1],
      [0, 0.5],
      [0, 0],
    ];
    const ring = around.map(([x, y]) => latticePoint(column + x, row + y, shift));
    return { id: place + 1, geometry: { type: 'Polygon', coordinates: [ring] } };
  });
}

/** A triangle in the middle of a cell of the unmoved lattice, as a hole of it and, with the id, as an enclave that fills it. */
export function withHole(
  cells: LatticeCell[],
  cell: number,
  columns: number,
  enclaveId?: number,
): LatticeCell[] {
  const [column, row] = [(cell - 1) % columns, Math.floor((cell - 1) / columns)];
  const hole = [
    latticePoint(column + 0.4, row + 0.4),
    latticePoint(column + 0.5, row + 0.6),
    latticePoint(column + 0.6, row + 0.4),
    latticePoint(column + 0.4, row + 0.4),
  ];
  const holed = cells.map((one): LatticeCell => {
    if (one.id !== cell) return one;
    return { id: cell, geometry: { type: 'Polygon', coordinates: [...one.geometry.coordinates, hole] } };
  });
  if (enclaveId === undefined) return holed;
  return [...holed, { id: enclaveId, geometry: { type: 'Polygon', coordinates: [hole.toReversed()] } }];
}
