import type { CodeTemplate } from '../code-template.ts';
import type { LoadedCell } from '../load-cells.ts';
import { areaWords, type Finding } from './finding.ts';
import type { Partition } from './partition.ts';
import type { Place } from './place.ts';

const nameOf = (cell: LoadedCell | undefined) => cell?.name || cell?.code || String(cell?.id ?? '');

/** Overlapping pairs as findings. */
export function overlapFindings(cells: readonly LoadedCell[], { overlaps }: Partition): Finding[] {
  return overlaps.map(({ cells: [a, b], areaSquareMetres, geometry }): Finding => {
    const [one, other] = [cells[a], cells[b]];
    const size = areaWords(areaSquareMetres);
    return {
      kind: 'overlap',
      severity: 'error',
      cells: [one?.id ?? 0, other?.id ?? 0],
      areaSquareMetres,
      geometry,
      english: `${nameOf(one)} and ${nameOf(other)} overlap by ${size}.`,
      chinese: `“${nameOf(one)}”与“${nameOf(other)}”重叠 ${size}。`,
    };
  });
}

export function gapFindings(places: readonly Place[]): Finding[] {
  return places.map((place): Finding => {
    const size = areaWords(place.areaSquareMetres);
    const english = `${size} of the scope belong to no cell.`;
    return { kind: 'gap', severity: 'error', ...place, english, chinese: `有 ${size} 未划入任何网格。` };
  });
}

export function outsideFindings(places: readonly Place[]): Finding[] {
  return places.map((place): Finding => {
    const size = areaWords(place.areaSquareMetres);
    return {
      kind: 'outside-scope',
      severity: 'error',
      ...place,
      english: `${size} of the cells lie outside of the plan's scope.`,
      chinese: `网格有 ${size} 超出方案范围。`,
    };
  });
}

export function trespassFindings(places: readonly (Place & { ownerName: string })[]): Finding[] {
  return places.map(({ ownerName, ...place }): Finding => {
    const size = areaWords(place.areaSquareMetres);
    return {
      kind: 'crosses-owner',
      severity: 'error',
      ...place,
      english: `Cells of ${ownerName} reach ${size} beyond the land that is ${ownerName}'s.`,
      chinese: `“${ownerName}”的网格超出其辖区 ${size}。`,
    };
  });
}

/** Borders that neighbours share but not vertex for vertex, one finding for each pair of cells. */
export function unmatchedFindings(cells: readonly LoadedCell[], { matched, tangles }: Partition): Finding[] {
  const byPair = new Map<string, { pair: [number, number]; edges: Set<number> }>();
  const sides = (edge: number) => [matched.leftOf[edge] ?? -1, matched.rightOf[edge] ?? -1];
  for (const { edge, other } of tangles) {
    for (const a of sides(edge)) {
      for (const b of sides(other)) {
        // Of an invalid outline it is not known where its border runs.
        if (a === b || !cells[a]?.isValid || !cells[b]?.isValid) continue;
        const pair: [number, number] = [Math.min(a, b), Math.max(a, b)];
        const found = byPair.get(pair.join()) ?? { pair, edges: new Set() };
        found.edges.add(edge);
        byPair.set(pair.join(), found);
      }
    }
  }
  const position = (node: number) => [matched.xs[node] ?? 0, matched.ys[node] ?? 0];
  const inOrder = [...byPair.values()].sort((a, b) => a.pair[0] - b.pair[0] || a.pair[1] - b.pair[1]);
  return inOrder.map(({ pair, edges }): Finding => {
    const [one, other] = [cells[pair[0]], cells[pair[1]]];
    const lines = [...edges].map((edge) => [
      position(matched.from[edge] ?? 0),
      position(matched.to[edge] ?? 0),
    ]);
    return {
      kind: 'unmatched-edge',
      severity: 'error',
      cells: [one?.id ?? 0, other?.id ?? 0],
      geometry: JSON.stringify({ type: 'MultiLineString', coordinates: lines }),
      english: `The common border of ${nameOf(one)} and ${nameOf(other)} does not have the same vertices on both sides.`,
      chinese: `“${nameOf(one)}”与“${nameOf(other)}”的公共边界两侧顶点不一致。`,
    };
  });
}

/** Codes that several cells have, or that have the wrong form. */
export function codeFindings(cells: readonly LoadedCell[], template: CodeTemplate): Finding[] {
  const duplicates = [...cellsOfOneCode(cells)].flatMap(([code, alike]): Finding[] => {
    const [first] = alike;
    if (!first) return [];
    return [
      {
        kind: 'duplicate-code',
        severity: 'error',
        cells: alike.map(({ id }) => id),
        geometry: pointOf(first),
        english: `${alike.length} cells have the code ${code}.`,
        chinese: `有 ${alike.length} 个网格的编码同为 ${code}。`,
      },
    ];
  });
  const malformed = cells
    .filter(({ code }) => !template.isWellFormed(code))
    .map(
      (cell): Finding => ({
        kind: 'malformed-code',
        severity: 'error',
        cells: [cell.id],
        geometry: pointOf(cell),
        english: `The code ${cell.code} does not have the form of the plan's template ${template.text}.`,
        chinese: `编码 ${cell.code} 不符合方案的编码模板 ${template.text}。`,
      }),
    );
  return [...duplicates, ...malformed];
}

/** The cells of each code that several have. */
function cellsOfOneCode(cells: readonly LoadedCell[]): Map<string, LoadedCell[]> {
  const [seen, repeated] = [new Set<string>(), new Set<string>()];
  for (const { code } of cells) {
    if (seen.has(code)) repeated.add(code);
    else seen.add(code);
  }
  const byCode = new Map<string, LoadedCell[]>();
  if (repeated.size === 0) return byCode;
  for (const cell of cells) {
    const alike = byCode.get(cell.code);
    if (alike) alike.push(cell);
    else if (repeated.has(cell.code)) byCode.set(cell.code, [cell]);
  }
  return byCode;
}

export function multipartFindings(cells: readonly LoadedCell[]): Finding[] {
  return cells
    .filter(({ outline, enclave }) => outline.length > 1 && !enclave)
    .map(
      (cell): Finding => ({
        kind: 'multipart',
        severity: 'error',
        cells: [cell.id],
        geometry: multiPointOf(cell),
        english: `${nameOf(cell)} has ${cell.outline.length} parts and is not flagged as having an enclave.`,
        chinese: `“${nameOf(cell)}”由 ${cell.outline.length} 个部分组成，但未标记为飞地。`,
      }),
    );
}

function positionIn(outline: LoadedCell['outline'][number] | undefined): number[] {
  const ring = outline?.[0];
  return [ring?.[0] ?? 0, ring?.[1] ?? 0];
}

/** The first position of a cell, for what is wrong with it as a whole. */
export function pointOf({ outline }: LoadedCell): string {
  return JSON.stringify({ type: 'Point', coordinates: positionIn(outline[0]) });
}

/** One point for each part. */
function multiPointOf({ outline }: LoadedCell): string {
  return JSON.stringify({ type: 'MultiPoint', coordinates: outline.map(positionIn) });
}
