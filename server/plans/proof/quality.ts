import type { FlatPolygon } from '../../geo/wkb.ts';
import type { Limits } from '../limits.ts';
import type { LoadedCell } from '../load-cells.ts';
import { areaWords, type Finding } from './finding.ts';

const metresPerDegree = 111_320;
const nameOf = ({ name, code }: LoadedCell) => name || code;
const percent = (share: number) => `${Math.round(share * 100)} %`;

type Measured = { cell: LoadedCell; squareMetres: number; borderMetres: number };

/** Cells that are slivers, not compact, too large or too small. */
export function qualityFindings(cells: readonly LoadedCell[], limits: Limits): Finding[] {
  const found: Finding[][] = [[], [], []];
  const [slivers = [], sprawling = [], misfits = []] = found;
  // A cell at a time: that nothing is kept of cells without a finding is most of the time with many of them.
  for (const cell of cells) {
    const measured = measure(cell);
    slivers.push(...sliver(measured, limits));
    sprawling.push(...notCompact(measured, limits));
    misfits.push(...ofWrongSize(measured, limits));
  }
  return found.flat();
}

/** Area and border in the plane about the cell: good to a percent, as thresholds are. */
function measure(cell: LoadedCell): Measured {
  let [doubled, border] = [0, 0];
  const baseLat = cell.outline[0]?.[0]?.[1] ?? 0;
  const shrink = Math.cos((baseLat * Math.PI) / 180);
  cell.outline.forEach((polygon) => {
    polygon.forEach((ring, index) => {
      const { area, length } = measureRing(ring, shrink);
      doubled += index === 0 ? Math.abs(area) : -Math.abs(area);
      border += length;
    });
  });
  return { cell, squareMetres: doubled / 2, borderMetres: border };
}

function measureRing(ring: Float64Array, shrink: number): { area: number; length: number } {
  const baseX = ring[0] ?? 0;
  const baseY = ring[1] ?? 0;
  let area = 0;
  let length = 0;
  let ax = 0;
  let ay = 0;
  for (let i = 2; i + 1 < ring.length; i += 2) {
    const bx = ((ring[i] ?? 0) - baseX) * shrink * metresPerDegree;
    const by = ((ring[i + 1] ?? 0) - baseY) * metresPerDegree;
    area += ax * by - bx * ay;
    // A tenth of the time of Math.hypot, over every edge of the plan.
    length += Math.sqrt((bx - ax) * (bx - ax) + (by - ay) * (by - ay));
    ax = bx;
    ay = by;
  }
  return { area, length };
}

type Told = Pick<Finding, 'kind' | 'severity' | 'english' | 'chinese'>;

function finding({ cell, squareMetres }: Measured, told: Told): Finding {
  return { ...told, cells: [cell.id], areaSquareMetres: squareMetres, geometry: geometryOf(cell.outline) };
}

function geometryOf(outline: readonly FlatPolygon[]): string {
  const coordinates = outline.map((polygon) =>
    polygon.map((ring) => {
      const positions: [number, number][] = [];
      for (let i = 0; i + 1 < ring.length; i += 2) positions.push([ring[i] ?? 0, ring[i + 1] ?? 0]);
      return positions;
    }),
  );
  return JSON.stringify({ type: 'MultiPolygon', coordinates });
}

function sliver(one: Measured, { sliverMetres }: Limits): Finding[] {
  const width = one.borderMetres > 0 ? (2 * one.squareMetres) / one.borderMetres : 0;
  if (!one.cell.isValid || width >= sliverMetres) return [];
  const name = nameOf(one.cell);
  const metres = width.toPrecision(2);
  return [
    finding(one, {
      kind: 'sliver',
      severity: 'error',
      english: `${name} is a sliver, ${metres} m wide.`,
      chinese: `“${name}”为狭长碎片，平均宽 ${metres} 米。`,
    }),
  ];
}

/** Polsby and Popper 1991: 4 π area / border², 1 for a disc. */
function notCompact(one: Measured, { leastCompactness }: Limits): Finding[] {
  const compactness = one.borderMetres > 0 ? (4 * Math.PI * one.squareMetres) / one.borderMetres ** 2 : 0;
  if (compactness >= leastCompactness) return [];
  const name = nameOf(one.cell);
  return [
    finding(one, {
      kind: 'not-compact',
      severity: 'warning',
      english: `${name} is not compact: ${compactness.toFixed(2)}, where a square has 0.79.`,
      chinese: `“${name}”形状不紧凑：${compactness.toFixed(2)}（正方形为 0.79）。`,
    }),
  ];
}

function ofWrongSize(one: Measured, { sizes }: Limits): Finding[] {
  const size = sizes[one.cell.usage ?? '*'] ?? sizes['*'];
  if (!size) return [];
  const name = nameOf(one.cell);
  const found: Finding[] = [];
  const tell = (kind: 'too-large' | 'too-small', english: string, chinese: string) =>
    found.push(
      finding(one, {
        kind,
        severity: 'warning',
        english: `${name} ${english}.`,
        chinese: `“${name}”${chinese}。`,
      }),
    );
  const { squareMetres } = one;
  const households = one.cell.households;
  const area = () => areaWords(squareMetres);
  if (size.mostSquareMetres !== undefined && squareMetres > size.mostSquareMetres)
    tell(
      'too-large',
      `has ${area()}, more than ${areaWords(size.mostSquareMetres)}`,
      `面积 ${area()}，超过 ${areaWords(size.mostSquareMetres)}`,
    );
  if (size.leastSquareMetres !== undefined && squareMetres < size.leastSquareMetres)
    tell(
      'too-small',
      `has ${area()}, less than ${areaWords(size.leastSquareMetres)}`,
      `面积 ${area()}，不足 ${areaWords(size.leastSquareMetres)}`,
    );
  if (households === null) return found;
  if (size.mostHouseholds !== undefined && households > size.mostHouseholds)
    tell(
      'too-large',
      `has ${households} households, more than ${size.mostHouseholds}`,
      `有 ${households} 户，超过 ${size.mostHouseholds} 户`,
    );
  if (size.leastHouseholds !== undefined && households < size.leastHouseholds)
    tell(
      'too-small',
      `has ${households} households, less than ${size.leastHouseholds}`,
      `有 ${households} 户，不足 ${size.leastHouseholds} 户`,
    );
  return found;
}

/** Households against the mean of the owner's cells, where all of them are known. */
export function balanceFindings(cells: readonly LoadedCell[], { mostImbalance }: Limits): Finding[] {
  const byOwner = new Map<number | null, LoadedCell[]>();
  for (const cell of cells) {
    const own = byOwner.get(cell.ownerAreaId);
    if (own) own.push(cell);
    else byOwner.set(cell.ownerAreaId, [cell]);
  }
  return [...byOwner.values()].flatMap((own) => {
    const counts = own.map(({ households }) => households);
    if (own.length < 2 || counts.includes(null)) return [];
    const mean = counts.reduce<number>((sum, count) => sum + (count ?? 0), 0) / own.length;
    if (mean === 0) return [];
    return own.flatMap((cell) => {
      const share = (cell.households ?? 0) / mean - 1;
      if (Math.abs(share) <= mostImbalance) return [];
      const [name, off] = [nameOf(cell), percent(Math.abs(share))];
      return [
        finding(measure(cell), {
          kind: 'unbalanced',
          severity: 'warning',
          english: `${name} has ${cell.households} households, ${off} ${share > 0 ? 'more' : 'less'} than the mean of its area.`,
          chinese: `“${name}”有 ${cell.households} 户，比所属辖区各格平均${share > 0 ? '多' : '少'} ${off}。`,
        }),
      ];
    });
  });
}
