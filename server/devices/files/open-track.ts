import type { Readable } from 'node:stream';
import { characters, fileTooLarge } from './characters.ts';
import { type CsvReading, csvReader } from './csv.ts';
import { fitReader } from './fit.ts';
import { formatOf, type TextFormat, type TrackFormat, tellingBytes } from './format.ts';
import { geojsonReader } from './geojson.ts';
import { gpxReader } from './gpx.ts';
import { kmlReader } from './kml.ts';
import { nmeaReader } from './nmea.ts';
import { pltReader } from './plt.ts';
import { tcxReader } from './tcx.ts';
import type { TrackReader } from './track-reader.ts';

/** What is known of a file besides its bytes. */
export type TrackHints = CsvReading & { fileName: string | null; contentType: string };

/** A file whose format is told. `pieces` is all of it; an archive has no reader and must be unpacked first. */
export type OpenTrack = { pieces: AsyncIterable<Buffer> } & (
  | { format: Exclude<TrackFormat, 'zip'>; reader: TrackReader<Uint8Array> }
  | { format: 'zip' }
);

const textReaders: Record<TextFormat, (hints: TrackHints) => TrackReader<string>> = {
  gpx: gpxReader,
  kml: kmlReader,
  tcx: tcxReader,
  geojson: geojsonReader,
  csv: csvReader,
  plt: pltReader,
  nmea: nmeaReader,
};

/**
 * Tells the format of a file by its beginning and opens its reader. Throws 415 for what is no track, 413 beyond the
 * limit. The stream is left as it is where reading stops early, so that an answer can still be sent.
 */
export async function openTrack(file: Readable, hints: TrackHints, limitBytes?: number): Promise<OpenTrack> {
  const chunks = chunksOf(file, limitBytes);
  const begin: Buffer[] = [];
  let bytes = 0;
  while (bytes < tellingBytes) {
    const { value, done } = await chunks.next();
    if (done) break;
    begin.push(value);
    bytes += value.length;
  }
  const head = Buffer.concat(begin);
  const format = formatOf(head.subarray(0, tellingBytes), hints.fileName, hints.contentType);
  const pieces = (async function* all() {
    if (head.length > 0) yield head;
    yield* chunks;
  })();
  return format === 'zip' ? { pieces, format } : { pieces, format, reader: readerOf(format, hints) };
}

/** The reader of a format. */
export function readerOf(format: Exclude<TrackFormat, 'zip'>, hints: TrackHints): TrackReader<Uint8Array> {
  return format === 'fit' ? fitReader() : ofCharacters(textReaders[format](hints));
}

function ofCharacters(reader: TrackReader<string>): TrackReader<Uint8Array> {
  const text = characters();
  return {
    read: (piece) => reader.read(text.read(piece)),
    isOver: reader.isOver,
    *finish() {
      yield* reader.read(text.finish());
      yield* reader.finish();
    },
    ending: reader.ending,
  };
}

async function* chunksOf(file: Readable, limitBytes: number | undefined): AsyncGenerator<Buffer, undefined> {
  let bytes = 0;
  for await (const chunk of file.iterator({ destroyOnReturn: false })) {
    const part: Buffer = chunk;
    bytes += part.length;
    if (limitBytes !== undefined && bytes > limitBytes) throw fileTooLarge(limitBytes);
    yield part;
  }
  return undefined;
}
