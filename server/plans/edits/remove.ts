import type { LoadedCell } from '../load-cells.ts';
import { type Change, nameOf, type Refusal, refuseAt } from './change.ts';
import { compose } from './compose.ts';
import type { Remove } from './edit.ts';
import { bordersOf, type Ground, groundOf, longest, partsOf } from './ground.ts';

/** Takes cells out of the plan. Their land goes to the heir, to the neighbour with the longest border, or is a gap. */
export function remove(cells: readonly LoadedCell[], { cells: ids, heir }: Remove): Change | Refusal {
  const going = new Set(ids.map((id) => cells.findIndex((cell) => cell.id === id)));
  if (heir === undefined) return { removed: [...going].flatMap((place) => cells[place] ?? []), made: [] };
  const ground = groundOf(cells, {});
  const kept = new Map<number, Set<number>>([...going].map((place) => [place, new Set()]));
  for (const part of partsByOwner(ground, going)) {
    const heirs = heirsOf(ground, part, going);
    const place = heir === 'longest-border' ? longest(ground, heirs) : placeOf(ground, heirs, heir);
    if (place === undefined) return noHeir(ground, part, heir);
    const land = kept.get(place) ?? new Set(ground.facesOf[place]);
    for (const face of part) land.add(face);
    kept.set(place, land);
  }
  return compose(ground, { kept });
}

/** The land that is given away in pieces that hang together, each of one owner. */
function partsByOwner(ground: Ground, going: ReadonlySet<number>): Set<number>[] {
  const owners = new Set([...going].map((place) => ground.cells[place]?.ownerAreaId ?? null));
  return [...owners].flatMap((owner) => {
    const own = [...going].filter((place) => (ground.cells[place]?.ownerAreaId ?? null) === owner);
    return partsOf(ground, new Set(own.flatMap((place) => ground.facesOf[place] ?? [])));
  });
}

/** Neighbours of the same owner, with the metres of common border. */
function heirsOf(ground: Ground, part: ReadonlySet<number>, going: ReadonlySet<number>): Map<number, number> {
  const first = [...part][0] ?? 0;
  const owner = ground.cells[ground.holders[first]?.[0] ?? -1]?.ownerAreaId;
  const near = [...bordersOf(ground, part)];
  return new Map(near.filter(([place]) => !going.has(place) && ground.cells[place]?.ownerAreaId === owner));
}

function placeOf(ground: Ground, heirs: ReadonlyMap<number, number>, id: number): number | undefined {
  return [...heirs.keys()].find((place) => ground.cells[place]?.id === id);
}

function noHeir(ground: Ground, part: ReadonlySet<number>, heir: number | 'longest-border'): Refusal {
  const cell = ground.cells[ground.holders[[...part][0] ?? 0]?.[0] ?? -1];
  const name = cell ? nameOf(cell) : '';
  return heir === 'longest-border'
    ? refuseAt(
        cell,
        'no-heir',
        `${name} has no neighbour of the same village, community or forest area to take its land.`,
        `“${name}”没有同一辖区的相邻网格可以接收其范围。`,
      )
    : refuseAt(cell, 'cells-do-not-touch', ...doesNotTouch(name, (cell?.outline.length ?? 0) > 1));
}

const doesNotTouch = (name: string, hasParts: boolean): [english: string, chinese: string] =>
  hasParts
    ? [
        `Not every part of ${name} shares a border with the heir; give its land to the neighbours with the longest borders.`,
        `“${name}”并非每个部分都与接收网格相邻；请改由公共边界最长的相邻网格接收。`,
      ]
    : [
        `The heir shares no border with ${name}, or belongs to another area.`,
        `接收网格与“${name}”不相邻，或属于其他辖区。`,
      ];
