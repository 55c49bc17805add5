import { useCallback, useMemo, useState } from 'react';
import type { AreaFeature, Bounds, CellDetail, Plan } from '../types.ts';
import { boundsOf, boundsOfAreas } from './bounds.ts';

/** Where to look; a new key moves the map there. */
export type Focus = { bounds: Bounds; key: string };

/** What somebody asked to see; `turn` makes the same wish twice two wishes. */
type Wish = { of: 'all' | 'cell' | 'area'; id: number; turn: number };

type Known = {
  plan: Plan | undefined;
  areas: Map<number, AreaFeature>;
  /** Of a plan, what lies in the user's own areas is shown; so they are waited for. */
  areasKnown: boolean;
  detail: CellDetail | undefined;
  /** The cell cannot be had: everything is shown instead. */
  lost: boolean;
};

/** A single place is shown with its surroundings. */
function widen([west, south, east, north]: Bounds): Bounds {
  const [x, y] = [(east - west) * 2, (north - south) * 2];
  return [west - x, south - y, east + x, north + y];
}

function overlapOf(a: Bounds, b: Bounds): Bounds | null {
  const [west, south] = [Math.max(a[0], b[0]), Math.max(a[1], b[1])];
  const [east, north] = [Math.min(a[2], b[2]), Math.min(a[3], b[3])];
  return west < east && south < north ? [west, south, east, north] : null;
}

function boundsFor(wish: Wish, { plan, areas, areasKnown, detail, lost }: Known): Bounds | null {
  if (wish.of === 'cell' && !lost) {
    const bounds = detail?.cell.id === wish.id ? boundsOf([detail.cell.geometry]) : null;
    return bounds && widen(bounds);
  }
  const area = wish.of === 'area' ? areas.get(wish.id) : undefined;
  if (area) return boundsOfAreas([area]);
  if (!areasKnown) return null;
  const own = boundsOfAreas([...areas.values()]);
  return (plan?.bounds && own && overlapOf(plan.bounds, own)) ?? plan?.bounds ?? own;
}

/** Turns wishes into places, as soon as what is known of them has arrived. */
export function useMapFocus(cell: number | undefined, known: Known) {
  const [wish, setWish] = useState<Wish>({ of: cell === undefined ? 'all' : 'cell', id: cell ?? 0, turn: 0 });
  const { plan, areas, areasKnown, detail, lost } = known;
  const focus = useMemo((): Focus | undefined => {
    const bounds = boundsFor(wish, { plan, areas, areasKnown, detail, lost });
    const planPart = wish.of === 'all' ? (plan?.id ?? '') : '';
    return bounds ? { bounds, key: `${wish.of} ${wish.id} ${wish.turn} ${planPart}` } : undefined;
  }, [wish, plan, areas, areasKnown, detail, lost]);
  const look = useCallback(
    (of: Wish['of'], id = 0) => setWish(({ turn }) => ({ of, id, turn: turn + 1 })),
    [],
  );
  return { focus, look };
}
