import { InvalidInput } from '../../http/problem.ts';
import type { GenerateRequest } from '../plan.ts';
import { type Land, ownerKinds } from './read-territories.ts';
import type { Territory } from './territory.ts';

const mostCells = 100_000;
const cellsByDefault = 500;

/** Which land is filled: all of it, that of the owners of one kind, or what no owner holds (the scope's own kind). */
export function chooseTerritories({ scope, owners }: Land, ownerKind: string | undefined): Territory[] {
  if (ownerKind === undefined) return [...owners, scope];
  if (ownerKind === scope.kind) return [scope];
  const chosen = owners.filter(({ kind }) => kind === ownerKind);
  if (chosen.length > 0) return chosen;
  const isOwner = ownerKinds.some((kind) => kind === ownerKind);
  throw new InvalidInput(
    'nothing-to-fill',
    isOwner
      ? `The scope ${scope.name} holds no area of the kind ${ownerKind}; leave ownerKind out to fill all of it.`
      : `Cells belong to villages, communities and forest areas, or to the scope itself (${scope.kind}); not to a ${ownerKind}.`,
    isOwner
      ? `“${scope.name}”范围内没有此类辖区（${ownerKind}）；省略 ownerKind 可填满整个范围。`
      : `网格只能属于嘎查/行政村、社区、林场或方案范围本身（${scope.kind}），不能属于 ${ownerKind}。`,
    [{ path: 'ownerKind', reason: 'nothing to fill' }],
  );
}

/** About how many squares of such a side there will be. */
export const cellsOfSide = (side: number, scope: Territory, chosen: readonly Territory[]): number =>
  Math.ceil(sizeOf(scope, chosen) / side ** 2);

const sizeOf = (scope: Territory, chosen: readonly Territory[]): number =>
  chosen.includes(scope)
    ? scope.areaSquareMetres
    : chosen.reduce((sum, { areaSquareMetres }) => sum + areaSquareMetres, 0);

/** The side of the squares in metres, as asked or from the number of cells wanted. Throws where there would be too many. */
export function chooseSide(request: GenerateRequest, scope: Territory, chosen: readonly Territory[]): number {
  if (request.cellMetres !== undefined && request.count !== undefined)
    throw new InvalidInput(
      'size-or-count',
      'Give either cellMetres or count.',
      'cellMetres 与 count 只能给一个。',
      [{ path: 'count', reason: 'cellMetres is given too' }],
    );
  const squareMetres = sizeOf(scope, chosen);
  const wanted = Math.sqrt(squareMetres / (request.count ?? cellsByDefault));
  const side = request.cellMetres ?? Math.max(20, Math.round(wanted));
  const cells = cellsOfSide(side, scope, chosen);
  if (cells > mostCells) throw tooMany(cells, Math.ceil(Math.sqrt(squareMetres / mostCells)));
  return side;
}

function tooMany(cells: number, leastMetres: number): InvalidInput {
  return new InvalidInput(
    'too-many-cells',
    `This would make about ${cells} cells; at most ${mostCells} are made at once. Use squares of ${leastMetres} metres or more, or a smaller scope.`,
    `这将生成约 ${cells} 个网格，一次最多 ${mostCells} 个。请把边长设为 ${leastMetres} 米以上，或缩小范围。`,
    [{ path: 'cellMetres', reason: `at least ${leastMetres}` }],
  );
}
