import type { LoadedCell } from '../load-cells.ts';
import { type Change, nameOf, type Refusal, refuseAt } from './change.ts';
import { compose } from './compose.ts';
import type { Merge } from './edit.ts';
import { groundOf, partsOf, sizeOf } from './ground.ts';

/** Makes one cell of several that touch: it keeps the code of `keep`, or of the largest; the other codes are retired. */
export function merge(cells: readonly LoadedCell[], { cells: ids, keep }: Merge): Change | Refusal {
  if (keep !== undefined && !ids.includes(keep)) return keepsAnother(cells.find(({ id }) => id === keep));
  const ground = groundOf(cells, {});
  const places = [...new Set(ids)].map((id) => cells.findIndex((cell) => cell.id === id));
  const first = cells[places[0] ?? -1];
  const stranger = places
    .map((place) => cells[place])
    .find((cell) => cell?.ownerAreaId !== first?.ownerAreaId);
  if (first && stranger) return differentOwners(first, stranger);
  const land = new Set(places.flatMap((place) => ground.facesOf[place] ?? []));
  const wereParts = places.some((place) => (cells[place]?.outline.length ?? 0) > 1);
  const [main, ...others] = partsOf(ground, land);
  const isApart = (place: number) => !(ground.facesOf[place] ?? []).some((face) => main?.has(face));
  const apart = places.find(isApart);
  const largestPart = places.find((place) => !isApart(place));
  if (apart !== undefined || (others.length > 0 && !wereParts))
    return doNotTouch(cells[largestPart ?? -1], cells[apart ?? -1]);
  const largest = places.toSorted(
    (one, other) => sizeOf(ground, ground.facesOf[other] ?? []) - sizeOf(ground, ground.facesOf[one] ?? []),
  )[0];
  const kept = places.find((place) => cells[place]?.id === keep) ?? largest ?? -1;
  const households = sumOf(places.map((place) => cells[place]?.households ?? null));
  const change = compose(ground, {
    kept: new Map(places.map((place) => [place, place === kept ? land : new Set<number>()])),
  });
  return {
    ...change,
    made: change.made.map((made) =>
      made.continues && made.continues === cells[kept] ? { ...made, set: { households } } : made,
    ),
  };
}

function keepsAnother(cell: LoadedCell | undefined): Refusal {
  return refuseAt(
    cell,
    'keep-not-merged',
    'The cell whose code is to be kept is not among those that are merged.',
    '要保留编码的网格不在合并之列。',
  );
}

const sumOf = (values: readonly (number | null)[]) =>
  values.reduce((sum, value) => (sum === null || value === null ? null : sum + value), 0);

function doNotTouch(one: LoadedCell | undefined, apart: LoadedCell | undefined): Refusal {
  const names = [one, apart].flatMap((cell) => (cell ? nameOf(cell) : []));
  return refuseAt(
    apart ?? one,
    'cells-do-not-touch',
    `${names.join(' and ')} share no border; only cells that touch along a line can be merged.`,
    `“${names.join('”与“')}”没有公共边界；只有相邻的网格才能合并。`,
  );
}

function differentOwners(one: LoadedCell, other: LoadedCell): Refusal {
  return refuseAt(
    other,
    'different-owners',
    `${nameOf(one)} and ${nameOf(other)} belong to different areas; a cell lies in one village, community or forest area.`,
    `“${nameOf(one)}”与“${nameOf(other)}”属于不同辖区；一个网格只能属于一个嘎查（村）、社区或林场。`,
  );
}
