import type { ReactNode } from 'react';
import { useI18n } from '../i18n/index.tsx';
import { useAreaName } from '../office/names.ts';
import type { ChangedCell } from '../types-versions.ts';

type Relative = ChangedCell['splitFrom'][number];

/** A share as people read it; what is almost none or almost all is not rounded to it. */
export function percent(share: number): string {
  const digits = share > 0.005 && share < 0.995 ? 0 : 1;
  return `${(share * 100).toFixed(share > 0.9995 ? 0 : digits)} %`;
}

const hectares = (squareMetres: number) => {
  const value = squareMetres / 10_000;
  if (value < 0.0005) return '0';
  return value >= 100 ? Math.round(value).toLocaleString() : value.toFixed(value >= 1 ? 1 : 3);
};
const named = ({ code, name, share }: Relative) => `${name || code} ${percent(share)}`;

/** What became of one cell, in lines. */
export function useChangeLines(): (cell: ChangedCell) => ReactNode[] {
  const { t } = useI18n();
  const areaName = useAreaName();
  const words = t.versions.compare;
  const list = (relatives: Relative[]) => relatives.map(named).join(t.versions.separator);
  const shown = (attribute: string, value: ChangedCell['changes'][number]['from']): string => {
    if (value === null || value === '') return words.empty;
    if (typeof value === 'boolean') return value ? words.yes : words.no;
    if (attribute === 'ownerAreaId' && typeof value === 'number') return areaName(value);
    return String(value);
  };
  const lines = (cell: ChangedCell): (string | undefined)[] => {
    const [from, into] = [list(cell.splitFrom), list(cell.mergedInto)];
    const changes = cell.changes.map(({ attribute, from: was, to: is }) =>
      words.change(
        t.versions.attributes[attribute] ?? attribute,
        shown(attribute, was),
        shown(attribute, is),
      ),
    );
    if (cell.kind === 'removed') return [into ? words.into(into) : words.noLand];
    if (cell.kind === 'added') return [from ? words.from(from) : words.newLand];
    if (cell.kind === 'attributes') return changes;
    return [
      words.moved(t.measures.length(cell.movedMetres ?? 0)),
      words.exchanged(hectares(cell.gainedSquareMetres ?? 0), hectares(cell.lostSquareMetres ?? 0)),
      from && words.tookFrom(from),
      into && words.gaveTo(into),
      ...changes,
    ];
  };
  return (cell) => lines(cell).filter(Boolean);
}
