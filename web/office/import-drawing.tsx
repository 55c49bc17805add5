import type { Geometry, Position } from 'geojson';
import { useI18n } from '../i18n/index.tsx';
import type { ImportPreview } from '../types-office.ts';
import classes from './office.module.css';

const wide = 600;
const high = 200;
const leastRadius = 3;
const metresADegree = 111_320;

type Collection = NonNullable<ImportPreview['preview']>;
type Spot = { at: Position; radiusMetres: number; isRefused: boolean };

/** What is to be imported as a small drawing; enough to see that it is whole and lies as it should, points with their reach. */
export function ImportDrawing({ collection }: { collection: Collection }) {
  const { t } = useI18n();
  const geometries = collection.features.map(({ geometry }) => geometry as Geometry);
  const [rings, lines] = [geometries.flatMap(ringsOf), geometries.flatMap(linesOf)];
  const hasReach = collection.features.some(({ point }) => point);
  const spots = collection.features.flatMap(({ geometry, point }) =>
    spotsOf(geometry as Geometry).map((at): Spot => {
      return { at, radiusMetres: point?.radiusMetres ?? 0, isRefused: hasReach && !point };
    }),
  );
  const place = placing([...rings.flat(), ...lines.flat(), ...spots.flatMap(cornersOf)]);
  if (!place) return null;
  const path = (positions: Position[]) => `M${positions.map((at) => place.of(at).join(' ')).join('L')}`;
  return (
    <svg
      className={classes.preview}
      viewBox={`0 0 ${wide} ${high}`}
      role="img"
      aria-label={t.office.importFile.outlines}
    >
      <path
        d={rings.map((ring) => `${path(ring)}Z`).join('')}
        fill="#1d5a8633"
        stroke="#1d5a86"
        fillRule="evenodd"
        vectorEffect="non-scaling-stroke"
      />
      <path d={lines.map(path).join('')} fill="none" stroke="#1d5a86" vectorEffect="non-scaling-stroke" />
      {spots.map(({ at, radiusMetres, isRefused }, index) => {
        const [x, y] = place.of(at);
        const colour = isRefused ? '#c92a2a' : '#1d5a86';
        return (
          <circle
            // biome-ignore lint/suspicious/noArrayIndexKey: they do not move
            key={index}
            cx={x}
            cy={y}
            r={Math.max(leastRadius, radiusMetres * place.unitsAMetre)}
            fill={`${colour}33`}
            stroke={colour}
          />
        );
      })}
    </svg>
  );
}

/** Where positions lie in the drawing, so that all of these fit; undefined where there are none. */
function placing(all: Position[]) {
  if (all.length === 0) return undefined;
  const xs = all.map(([x = 0]) => x);
  const ys = all.map(([, y = 0]) => y);
  const [west, east] = [least(xs), -least(xs.map((x) => -x))];
  const [south, north] = [least(ys), -least(ys.map((y) => -y))];
  const narrowing = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = Math.min(wide / ((east - west) * narrowing || 1), high / (north - south || 1)) * 0.92;
  return {
    unitsAMetre: scale / metresADegree,
    of: ([x = 0, y = 0]: Position): [string, string] => [
      (wide / 2 + (x - (west + east) / 2) * narrowing * scale).toFixed(1),
      (high / 2 - (y - (south + north) / 2) * scale).toFixed(1),
    ],
  };
}

const least = (values: number[]) => values.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);

/** Of the square around a point's reach, so that all of it is drawn. */
function cornersOf({ at: [lon = 0, lat = 0], radiusMetres }: Spot): Position[] {
  const high = radiusMetres / metresADegree;
  const wide = high / Math.max(0.01, Math.cos((lat * Math.PI) / 180));
  return [
    [lon - wide, lat - high],
    [lon + wide, lat + high],
  ];
}

function ringsOf(geometry: Geometry): Position[][] {
  if (geometry.type === 'Polygon') return geometry.coordinates;
  if (geometry.type === 'MultiPolygon') return geometry.coordinates.flat();
  return [];
}

function linesOf(geometry: Geometry): Position[][] {
  if (geometry.type === 'LineString') return [geometry.coordinates];
  if (geometry.type === 'MultiLineString') return geometry.coordinates;
  return [];
}

function spotsOf(geometry: Geometry): Position[] {
  if (geometry.type === 'Point') return [geometry.coordinates];
  if (geometry.type === 'MultiPoint') return geometry.coordinates;
  return [];
}
