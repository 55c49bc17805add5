import type { Decoded } from '../../tracks/fix.ts';
import { refuseAll } from '../protocols/collect.ts';
import { tableOfRecord } from './csv-record.ts';
import { readerOf, type TrackHints } from './open-track.ts';
import { isRefusal } from './track-reader.ts';

export const fileFormats = ['gpx', 'kml', 'tcx', 'geojson', 'csv', 'plt', 'nmea', 'fit'] as const;
type FileFormat = (typeof fileFormats)[number];

/** Reads a record of a file again that could not be read, from the file of its own that was kept of it. */
export function readAgain(format: FileFormat, raw: Uint8Array): Decoded {
  const known = format === 'csv' ? tableOfRecord(Buffer.from(raw).toString('utf8')) : undefined;
  const bytes = known ? Buffer.from(known.table) : raw;
  const hints: TrackHints = { mapping: {}, zone: known?.zone ?? 'UTC', fileName: null, contentType: '' };
  const reader = readerOf(format, hints);
  const items = [...reader.read(bytes), ...reader.finish()];
  if (items.length === 0) return refuseAll('not-a-record');
  return {
    fixes: items.flatMap((item) => (isRefusal(item) ? [] : [item])),
    refused: items.filter(isRefusal),
  };
}
