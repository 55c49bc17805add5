/**
 * Tells of places near a point, nearer ones mostly first, each with its squared distance in degrees of latitude as on a
 * plane. `visit` returns how far what it wants may still lie, by the same measure; places beyond are left out.
 */
export type NearestPlaces = (
  lon: number,
  lat: number,
  visit: (place: number, distance: number) => number,
) => void;

const placesInSquare = 4;
const mostSquares = 1_000_000;

/** Lays a grid over the places that are chosen, so that a question looks at the squares around it alone. */
export function nearestPlaces(
  lons: Float64Array,
  lats: Float64Array,
  isChosen: (place: number) => boolean,
): NearestPlaces {
  const places = Int32Array.from(lons.keys()).filter(isChosen);
  const grid = gridOver(lons, lats, places);
  const { west, south, width, height, side, columns, rows, starts, ordered } = grid;
  return (lon, lat, visit) => {
    const shrink = Math.cos((lat * Math.PI) / 180);
    // Of a point outside, the nearest of the grid: no place is nearer to it than to that.
    const [x0, y0] = [clamp(lon - west, width), clamp(lat - south, height)];
    const [column, row] = [Math.floor(x0 / side), Math.floor(y0 / side)];
    const [east, north] = [x0 - column * side, y0 - row * side];
    let farthest = Number.POSITIVE_INFINITY;
    const look = (square: number) => {
      for (let at = starts[square] ?? 0; at < (starts[square + 1] ?? 0); at++) {
        const place = ordered[at] ?? 0;
        const distance = (((lons[place] ?? 0) - lon) * shrink) ** 2 + ((lats[place] ?? 0) - lat) ** 2;
        if (distance <= farthest) farthest = visit(place, distance);
      }
    };
    const lookAlong = (y: number, ring: number, step: number) => {
      if (y < 0 || y >= rows) return;
      for (let x = column - ring; x <= column + ring; x += step)
        if (x >= 0 && x < columns) look(y * columns + x);
    };
    const last = Math.max(column, columns - 1 - column, row, rows - 1 - row);
    for (let ring = 0; ring <= last; ring++) {
      // Of what lies on this ring or beyond, nothing is nearer than its inner edge.
      const across = (Math.min(east, side - east) + (ring - 1) * side) * shrink;
      const up = Math.min(north, side - north) + (ring - 1) * side;
      if (ring > 0 && Math.max(0, Math.min(across, up)) ** 2 > farthest) return;
      lookAlong(row - ring, ring, 1);
      if (ring > 0) lookAlong(row + ring, ring, 1);
      for (let y = Math.max(0, row - ring + 1); y < Math.min(rows, row + ring); y++)
        lookAlong(y, ring, 2 * ring);
    }
  };
}

const clamp = (value: number, most: number) => Math.min(Math.max(value, 0), most);

function gridOver(lons: Float64Array, lats: Float64Array, places: Int32Array) {
  let [west, south, east, north] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const place of places) {
    const [lon, lat] = [lons[place] ?? 0, lats[place] ?? 0];
    west = Math.min(west, lon);
    east = Math.max(east, lon);
    south = Math.min(south, lat);
    north = Math.max(north, lat);
  }
  const squares = Math.min(mostSquares, Math.max(1, places.length / placesInSquare));
  const [width, height] = [Math.max(east - west, 1e-6), Math.max(north - south, 1e-6)];
  // Neither a line of places nor a single one makes more squares than there are places.
  const side = Math.max(Math.sqrt((width * height) / squares), (4 * Math.max(width, height)) / squares);
  const columns = places.length === 0 ? 0 : Math.floor(width / side) + 1;
  const rows = places.length === 0 ? 0 : Math.floor(height / side) + 1;
  const squareOf = (place: number) =>
    Math.floor(((lats[place] ?? 0) - south) / side) * columns +
    Math.floor(((lons[place] ?? 0) - west) / side);
  const starts = new Int32Array(columns * rows + 1);
  for (const place of places) starts[squareOf(place) + 1] = (starts[squareOf(place) + 1] ?? 0) + 1;
  for (let at = 1; at < starts.length; at++) starts[at] = (starts[at] ?? 0) + (starts[at - 1] ?? 0);
  const next = starts.slice();
  const ordered = new Int32Array(places.length);
  for (const place of places) {
    const square = squareOf(place);
    const at = next[square] ?? 0;
    ordered[at] = place;
    next[square] = at + 1;
  }
  return { west, south, width, height, side, columns, rows, starts, ordered };
}
