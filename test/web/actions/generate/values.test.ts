import { expect, test } from 'vitest';
import { generateRequestOf, initialGenerate } from '../../../../web/actions/generate/values.ts';

test('sends of the form what the method has, and no more', () => {
  expect(generateRequestOf({ ...initialGenerate, ownerKind: 'village', count: 7, seed: 3 })).toEqual({
    method: 'square',
    cellMetres: 2000,
    ownerKind: 'village',
  });
  expect(generateRequestOf({ ...initialGenerate, method: 'hex', sizedBy: 'count', count: 7 })).toEqual({
    method: 'hex',
    count: 7,
  });
  expect(generateRequestOf({ ...initialGenerate, method: 'voronoi', points: '12' })).toEqual({
    method: 'voronoi',
    points: 12,
  });
});

test('balanced cells have a weight, a tolerance as a share, and a layer of points only where it is the weight', () => {
  const balanced = { ...initialGenerate, method: 'balanced' as const, count: 20, points: '4', lines: '5' };
  expect(generateRequestOf(balanced)).toEqual({
    method: 'balanced',
    count: 20,
    lines: 5,
    weight: 'area',
    tolerance: 0.1,
    quality: 'draft',
  });
  expect(generateRequestOf({ ...balanced, weight: 'points', seed: 9 })).toMatchObject({ points: 4, seed: 9 });
});
