import { createHash } from 'node:crypto';
import { z } from 'zod';
import { decodeCursor, encodeCursor } from '../../http/parse.ts';
import type { Language } from '../../http/problem.ts';
import { boundsOfGeometry } from '../edits/bounds-of-geometry.ts';
import type { Finding, FindingFeature, findingCollection } from './finding.ts';

/** A page of findings as features; their ids count through the whole list. */
export function problemsOf(
  findings: readonly Finding[],
  language: Language,
  page: { limit: number; cursor?: string | undefined; kind?: string | undefined },
): z.output<typeof findingCollection> {
  const [after] = decodeCursor(z.tuple([z.int()]), page.cursor) ?? [0];
  const wanted = findings
    .map((finding, index) => ({ finding, id: index + 1 }))
    .filter(({ finding, id }) => id > after && (!page.kind || finding.kind === page.kind));
  const shown = wanted.slice(0, page.limit);
  const last = shown.at(-1);
  const errors = errorsOf(findings).length;
  return {
    type: 'FeatureCollection',
    features: shown.map(({ finding, id }) => toFeature(finding, id, language)),
    next: wanted.length > shown.length && last ? encodeCursor([last.id]) : null,
    errors,
    warnings: findings.length - errors,
  };
}

export function errorsOf(findings: readonly Finding[]): Finding[] {
  return findings.filter(({ severity }) => severity === 'error');
}

/** What tells a finding from the others of any revision: the same while kind, cells, place and size are. */
export function keyOf({ kind, cells, geometry, areaSquareMetres = 0 }: Finding): string {
  const place = boundsOfGeometry(geometry).map((degrees) => degrees.toFixed(6));
  const parts = [kind, cells.toSorted((a, b) => a - b).join(), place.join(), areaSquareMetres.toPrecision(6)];
  return createHash('sha256').update(parts.join(' ')).digest('base64url').slice(0, 16);
}

/** A finding as the answers have it. */
export function toFeature(finding: Finding, id: number, language: Language): FindingFeature {
  const { geometry, english, chinese, ...properties } = finding;
  return {
    type: 'Feature',
    id,
    geometry: JSON.parse(geometry),
    properties: { key: keyOf(finding), ...properties, message: language === 'zh' ? chinese : english },
  };
}
