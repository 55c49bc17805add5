import { demonstrationAreas } from '../../server/demo/atlas.ts';
import { contains, latticeIn } from '../../server/demo/layout.ts';
import type { DemoCell } from '../../server/demo/outings.ts';

/** Cells for the simulator without a database: a point every 4 km (1.5 km in communities). */
export function latticeCells(): DemoCell[] {
  const areas = demonstrationAreas();
  const stations = areas.filter(({ kind }) => kind === 'station');
  const cells: DemoCell[] = [];
  for (const { code, kind, geometry } of areas) {
    if (kind !== 'village' && kind !== 'community' && kind !== 'forest') continue;
    const ring = geometry.coordinates[0]?.[0] ?? [];
    for (const at of latticeIn(ring, kind === 'community' ? 0.02 : 0.054)) {
      const station = stations.find((one) => contains(one.geometry.coordinates[0]?.[0] ?? [], at));
      const stationCode = station?.code ?? '';
      cells.push({ id: cells.length + 1, ownerCode: code, ownerKind: kind, stationCode, at });
    }
  }
  return cells;
}
