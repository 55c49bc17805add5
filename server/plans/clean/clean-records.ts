import type { Outline as GeoOutline } from '../../geo/geojson.ts';
import type { LonLat } from '../../geo/position.ts';
import { ringArea } from '../../geo/ring-area.ts';
import type { FlatPolygon } from '../../geo/wkb.ts';
import type { Language } from '../../http/problem.ts';
import type { Change } from './change.ts';
import { type CleanOptions, cleanOutlines } from './clean.ts';

export type ImportedOutline = {
  /** The record in its file. */
  index: number;
  geometry: GeoOutline;
  properties: {
    code?: string | null | undefined;
    name?: string | null | undefined;
    usage?: string | null | undefined;
    class?: 'basic' | 'dedicated' | null | undefined;
    households?: number | null | undefined;
    enclave?: boolean | null | undefined;
    /** Found by the interior point where it is not given. */
    ownerAreaId?: number | null | undefined;
  };
};

/** What cleaning did, by the records of the file; `split-part` where a part of a record became a cell of its own. */
type ImportedChange = {
  kind: Change['kind'] | 'split-part';
  indexes: number[];
  areaSquareMetres: number;
  place: LonLat;
  reason: string;
};

type Reason = { index: number; reason: string };
export type ReadRecord = {
  index: number;
  outline: readonly FlatPolygon[];
  properties: ImportedOutline['properties'];
};
export type ReadRecords = {
  records: ReadRecord[];
  skipped: Reason[];
  repaired: Reason[];
  /** Absent where nothing was to be cleaned. */
  changes?: ImportedChange[];
};

/** The outline as flat polygons, every digit of it. */
export function flatten({ type, coordinates }: GeoOutline): FlatPolygon[] {
  const polygons = type === 'Polygon' ? [coordinates] : coordinates;
  return polygons.map((rings) => rings.map((ring) => Float64Array.from(ring.flat())));
}

/** Outlines that tile among each other; the parts of one become cells of their own, the largest keeps its code. */
export function cleanRecords(
  outlines: readonly ImportedOutline[],
  options: CleanOptions,
  language: Language,
): ReadRecords {
  const inWords = ({ english, chinese }: { english: string; chinese: string }) =>
    language === 'zh' ? chinese : english;
  const { outlines: tiles, changes } = cleanOutlines(
    outlines.map(({ geometry }) => flatten(geometry)),
    options,
  );
  const indexOf = (place: number) => outlines[place]?.index ?? 0;
  const read: ReadRecords = { records: [], skipped: [], repaired: [], changes: [] };
  for (const change of changes) {
    const { kind, outlines: places, areaSquareMetres, place } = change;
    const reason = inWords(change);
    read.changes?.push({ kind, indexes: places.map(indexOf), areaSquareMetres, place, reason });
    if (kind === 'made-valid') read.repaired.push({ index: indexOf(places[0] ?? 0), reason });
  }
  tiles.forEach((polygons, place) => {
    const { index, properties } = outlines[place] ?? { index: 0, properties: {} };
    const [largest, ...others] = [...polygons].sort((a, b) => ringArea(b[0]) - ringArea(a[0]));
    if (largest) read.records.push({ index, outline: [largest], properties });
    else read.skipped.push({ index, reason: inWords(words.empty) });
    for (const part of others) {
      read.records.push({
        index,
        outline: [part],
        properties: { ...properties, code: null, households: null },
      });
      const [lon = 0, lat = 0] = part[0] ?? [];
      const reason = inWords(words.splitPart);
      read.changes?.push({
        kind: 'split-part',
        indexes: [index],
        areaSquareMetres: 0,
        place: [lon, lat],
        reason,
      });
    }
  });
  return read;
}

const words = {
  empty: {
    english:
      'nothing is left of the outline when it is cleaned: it is the same as another, or encloses nothing',
    chinese: '清理后范围为空：与其他范围完全重复，或未围成区域',
  },
  splitPart: {
    english: 'The outline has several parts; this one became a cell of its own, with a code of its own.',
    chinese: '范围由多部分组成；该部分成为单独的网格，另编代码。',
  },
};
