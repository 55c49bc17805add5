import type { Position } from 'geojson';
import { useAreas } from '../../state/map-data.ts';
import type { AreaFeature } from '../../types.ts';
import classes from './rules.module.css';

type Props = {
  /** Longitude, latitude, and how many are missing. */
  places: readonly (readonly [number, number, number])[];
  label: string;
};

const wide = 400;
const high = 210;

/** Where the places lie, over the outlines of the districts or of whatever is widest; red ones are short. */
export function PlacesSketch({ places, label }: Props) {
  const areas = useAreas();
  const rings = outlinesOf(areas.data ?? []);
  const points = [...rings.flat(), ...places];
  if (points.length === 0) return null;
  const [west, east] = rangeOf(points.map(([lon = 0]) => lon));
  const [south, north] = rangeOf(points.map(([, lat = 0]) => lat));
  const narrowing = Math.cos((((south + north) / 2) * Math.PI) / 180);
  const scale = 0.94 * Math.min(wide / ((east - west) * narrowing || 1), high / (north - south || 1));
  const x = (lon: number) => wide / 2 + (lon - (west + east) / 2) * narrowing * scale;
  const y = (lat: number) => high / 2 - (lat - (south + north) / 2) * scale;
  const path = (ring: Position[]) =>
    `M${ring.map(([lon = 0, lat = 0]) => `${x(lon).toFixed(1)} ${y(lat).toFixed(1)}`).join('L')}Z`;
  const radius = places.length > 400 ? 1.8 : places.length > 80 ? 2.6 : 4;
  // Those that are short are drawn last, over the others.
  const inOrder = places.toSorted((a, b) => Number(a[2] > 0) - Number(b[2] > 0));
  return (
    <svg className={classes.sketch} viewBox={`0 0 ${wide} ${high}`} role="img" aria-label={label}>
      <path className={classes.outline} d={rings.map(path).join('')} fillRule="evenodd" />
      {inOrder.map(([lon, lat, missing]) => (
        <circle
          key={`${lon} ${lat}`}
          className={missing > 0 ? classes.pointShort : classes.pointMet}
          cx={x(lon).toFixed(1)}
          cy={y(lat).toFixed(1)}
          r={missing > 0 ? radius * 1.3 : radius}
        />
      ))}
    </svg>
  );
}

const widest = ['prefecture', 'district', 'township', 'station'] as const;

function outlinesOf(areas: readonly AreaFeature[]): Position[][] {
  const kind = widest.find((one) => areas.some(({ properties }) => properties.kind === one));
  return areas
    .filter(({ properties }) => properties.kind === kind)
    .flatMap(({ geometry }) =>
      geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat(),
    );
}

function rangeOf(values: readonly number[]): [number, number] {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return [least, most];
}
