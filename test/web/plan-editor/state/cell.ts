import type { CellFeature, EditAnswer } from '../../../../web/types-plans.ts';
import type { LatticeCell } from '../lattice.ts';

/** A cell of a plan as the server gives it. */
export function makeCell(
  { id, geometry }: LatticeCell,
  properties: Partial<CellFeature['properties']> = {},
): CellFeature {
  return {
    type: 'Feature',
    id,
    geometry,
    properties: {
      planId: 1,
      code: `C${id}`,
      name: `cell ${id}`,
      ownerAreaId: null,
      usage: null,
      class: 'basic',
      areaSquareMetres: 1,
      households: null,
      enclave: false,
      ...properties,
    },
  };
}

export function makeAnswer(answer: Partial<EditAnswer> & { revision: number }): EditAnswer {
  const edit = {
    id: answer.revision,
    kind: 'reshape' as const,
    by: 'admin',
    at: '2026-01-01T00:00:00.000Z',
    revision: answer.revision,
    undone: false,
  };
  return {
    edit,
    removed: [],
    changed: [],
    caused: [],
    cured: [],
    isProved: true,
    undoable: true,
    redoable: false,
    ...answer,
  };
}
