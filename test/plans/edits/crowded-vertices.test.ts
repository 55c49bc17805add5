import { expect, test } from 'vitest';
import type { LonLat } from '../../../server/geo/position.ts';
import { isRefusal } from '../../../server/plans/edits/change.ts';
import { split } from '../../../server/plans/edits/split.ts';
import type { LoadedCell } from '../../../server/plans/load-cells.ts';

const cell = (id: number, ring: LonLat[]): LoadedCell => ({
  id,
  outline: [[Float64Array.from(ring.flat())]],
  isValid: true,
  code: String(id),
  name: String(id),
  ownerAreaId: null,
  usage: null,
  class: 'basic',
  enclave: false,
  households: null,
});

// Eight millimetres apart, as police beats of Chicago have them.
const near: LonLat = [119.01000000004, 48.00500000005];
const nearToo: LonLat = [119.01000000001, 48.00499999998];

test('vertices that are one on the grid of edits stay as they are with both neighbours', () => {
  const west = cell(1, [[119, 48], [119.01, 48], nearToo, near, [119.01, 48.01], [119, 48.01], [119, 48]]);
  const east = cell(2, [near, nearToo, [119.01, 48], [119.02, 48], [119.02, 48.01], [119.01, 48.01], near]);
  const line = {
    type: 'LineString' as const,
    coordinates: [[119.005, 47.99] as LonLat, [119.005, 48.02] as LonLat],
  };
  const change = split([west, east], { kind: 'split', revision: 1, cells: [1], line });
  if (isRefusal(change)) throw new Error(change.english);
  expect(change.removed).toEqual([west]);
  const positions = change.made.flatMap(({ outline }) =>
    outline
      .flat()
      .flatMap((ring) =>
        Array.from(ring.slice(2)).flatMap((lon, at) => (at % 2 === 0 ? [[lon, ring[at + 3]]] : [])),
      ),
  );
  const places = [near, nearToo].map(([lon, lat]) =>
    positions.filter((at) => at[0] === lon && at[1] === lat),
  );
  expect(places.map(({ length }) => length)).toEqual([1, 1]);
});
