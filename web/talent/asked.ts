import type { Query } from '../http.ts';
import { fromLocalField } from '../state/local-time.ts';

export type PlaceKind = 'point' | 'area' | 'cell' | 'none';

/** What the page asks for; times as their fields hold them. */
export type Asked = {
  skill: string;
  language: string;
  kind: string;
  team: string;
  from: string;
  to: string;
  assigned: 'bound' | 'anywhere' | 'any';
  place: PlaceKind;
  point: [lon: number, lat: number] | null;
  areaId: number | null;
  cellId: number | null;
  withinKilometres: number | string;
};

export const isReversed = ({ from, to }: Asked) => from !== '' && to !== '' && to <= from;

/** As the server is asked; a place that is not yet chosen is no place. */
export function queryOf(asked: Asked, timeZone: string): Query {
  const { place, point, areaId, cellId } = asked;
  const near = place === 'point' && point ? point.map((degrees) => degrees.toFixed(5)).join(',') : undefined;
  const area = place === 'area' ? (areaId ?? undefined) : undefined;
  const cell = place === 'cell' ? (cellId ?? undefined) : undefined;
  const hasPlace = near !== undefined || area !== undefined || cell !== undefined;
  const within = Number(asked.withinKilometres);
  return {
    skill: asked.skill.trim() || undefined,
    language: asked.language.trim() || undefined,
    kind: asked.kind || undefined,
    team: asked.team || undefined,
    from: asked.from ? fromLocalField(asked.from, timeZone) : undefined,
    to: asked.to ? fromLocalField(asked.to, timeZone) : undefined,
    assigned: asked.assigned,
    ...{ near, area, cell },
    withinKilometres: hasPlace && within > 0 ? within : undefined,
  };
}
