import type { Language } from '../../http/problem.ts';
import type { Generated } from '../plan.ts';
import type { Filled } from './fill.ts';
import type { Land } from './read-territories.ts';

/** What of the areas did not fit together, and how it was settled. */
export function noticesOf(filled: Filled, { scope, owners }: Land, language: Language): Generated['notices'] {
  const nameOf = (id: number) => owners.find(({ areaId }) => areaId === id)?.name ?? String(id);
  const overlaps = filled.overlaps.map(({ areaIds, squareMetres }) => ({
    kind: 'owners-overlap' as const,
    areas: areaIds,
    areaSquareMetres: squareMetres,
    message: overlapMessage(areaIds.map(nameOf), squareMetres, language),
  }));
  if (owners.length === 0 || filled.unownedSquareMetres === 0) return overlaps;
  const message = unownedMessage(scope.name, filled.unownedSquareMetres, language);
  return [
    ...overlaps,
    {
      kind: 'unowned-land',
      areas: [scope.areaId],
      areaSquareMetres: filled.unownedSquareMetres,
      message,
    },
  ];
}

function overlapMessage(names: string[], squareMetres: number, language: Language): string {
  const area = Math.round(squareMetres);
  return language === 'zh'
    ? `${names.join('、')}的边界重叠 ${area} 平方米，重叠部分归面积较小者。`
    : `The borders of ${names.join(' and ')} overlap by ${area} m²; the smaller area was given the overlap.`;
}

function unownedMessage(name: string, squareMetres: number, language: Language): string {
  const area = Math.round(squareMetres);
  return language === 'zh'
    ? `“${name}”内有 ${area} 平方米不属于任何嘎查/行政村、社区或林场，归方案范围本身。`
    : `No village, community or forest area holds ${area} m² of ${name}; this land belongs to the scope itself.`;
}
