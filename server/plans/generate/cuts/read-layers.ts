import type { Knex } from 'knex';
import type { Scope } from '../../../access/scope.ts';
import type { LonLat } from '../../../geo/position.ts';
import { InvalidInput } from '../../../http/problem.ts';
import { getLayer } from '../../../layers/queries.ts';
import type { Line, LineKind } from '../balanced/lines.ts';

export type PlacedWeight = { lon: number; lat: number; weight: number };

/** The points of a layer near a scope; one without a weight counts as one. */
export async function readPoints(
  db: Knex,
  scope: Scope,
  layerId: number | undefined,
  scopeAreaId: number,
): Promise<PlacedWeight[]> {
  if (layerId === undefined) throw layerMissing('points');
  const layer = await getLayer(db, scope, layerId);
  if (layer.kind !== 'points') throw wrongKind('points', layer.name);
  const { rows } = await db.raw(
    `select st_x(place.geom) as lon, st_y(place.geom) as lat, coalesce(layer_features.weight, 1) as weight
     from layer_features join areas on areas.id = :scopeAreaId
     cross join lateral st_dump(layer_features.geometry) as place
     where layer_features.layer_id = :layerId and layer_features.geometry && areas.geometry
     order by layer_features.index`,
    { layerId, scopeAreaId },
  );
  return rows;
}

/** The lines of a layer near a scope, with what they are. */
export async function readLines(
  db: Knex,
  scope: Scope,
  layerId: number,
  scopeAreaId: number,
): Promise<Line[]> {
  const layer = await getLayer(db, scope, layerId);
  if (layer.kind !== 'lines') throw wrongKind('lines', layer.name);
  const { rows } = await db.raw(
    `select layer_features.class, st_asgeojson(line.geom, 9)::json -> 'coordinates' as points
     from layer_features join areas on areas.id = :scopeAreaId
     cross join lateral st_dump(layer_features.geometry) as line
     where layer_features.layer_id = :layerId and layer_features.geometry && areas.geometry
     order by layer_features.index`,
    { layerId, scopeAreaId },
  );
  return rows.map((row: { class: string | null; points: LonLat[] }) => ({
    kind: kindOf(row.class),
    points: row.points,
  }));
}

/** What a class of OpenStreetMap or of a Chinese source is to a border. Whatever is not known is a minor road. */
function kindOf(className: string | null): LineKind {
  const text = (className ?? '').toLowerCase();
  if (/river|canal|stream|waterway|河|渠/.test(text)) return 'river';
  if (/rail|铁路/.test(text)) return 'railway';
  if (/motorway|trunk|primary|高速|国道|省道/.test(text)) return 'primary';
  if (/secondary|tertiary|县道|乡道/.test(text)) return 'secondary';
  if (/ridge|山脊/.test(text)) return 'ridge';
  if (/fence|wall|围栏|草库伦/.test(text)) return 'fence';
  return 'minor';
}

function layerMissing(path: 'points' | 'lines'): InvalidInput {
  return new InvalidInput(
    'layer-missing',
    `This method needs a layer of ${path}; import one and name it in ${path}.`,
    `该方法需要${path === 'points' ? '点' : '线'}图层，请先导入并在 ${path} 中指定。`,
    [{ path, reason: 'a layer is needed' }],
  );
}

/** The refusal where a method has no lines to cut along. */
export const linesMissing = () => layerMissing('lines');

function wrongKind(path: 'points' | 'lines', name: string): InvalidInput {
  return new InvalidInput(
    'wrong-layer',
    `The layer ${name} does not hold ${path}.`,
    `图层“${name}”不是${path === 'points' ? '点' : '线'}图层。`,
    [{ path, reason: `a layer of ${path}` }],
  );
}
