import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { InvalidInput } from '../../http/problem.ts';
import { type Expanded, expandArchive } from '../../imports/archive.ts';
import { unsupported } from './format.ts';
import { type OpenTrack, openTrack, type TrackHints } from './open-track.ts';

type Opened = Exclude<OpenTrack, { format: 'zip' }>;

const endings = /\.(kml|gpx|tcx|fit|geojson|json|csv|txt|plt|nmea)$/i;

/**
 * Unpacks a KMZ, or a zip of one track, within the bounds of archives, and works on what is in it file by file: of a
 * KMZ every KML. Nothing of it is left on disk afterwards.
 */
export async function withArchive(
  pieces: AsyncIterable<Buffer>,
  hints: TrackHints,
  work: (track: Opened) => Promise<void>,
): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'gridwarden-'));
  try {
    const path = join(folder, 'archive');
    await pipeline(Readable.from(pieces, { objectMode: false }), createWriteStream(path));
    for (const { name, path: file } of wanted(await expandArchive(path, folder, isTrack))) {
      const track = await openTrack(createReadStream(file), { ...hints, fileName: name, contentType: '' });
      if (track.format === 'zip') throw unsupported('an archive within an archive', '压缩包中的压缩包');
      await work(track);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function isTrack(name: string): boolean {
  const base = name.slice(name.lastIndexOf('/') + 1);
  return endings.test(base) && !base.startsWith('.') && !name.startsWith('__MACOSX/');
}

function wanted(files: Expanded[]): Expanded[] {
  const documents = files.filter(({ name }) => /\.kml$/i.test(name));
  const tracks = documents.length > 0 ? documents : files;
  if (tracks.length === 1 || documents.length > 0) return tracks;
  if (tracks.length === 0) throw unsupported('an archive that holds no track', '不含轨迹的压缩包');
  const names = tracks.map(({ name }) => name).slice(0, 10);
  throw new InvalidInput(
    'several-files',
    `The archive holds several tracks (${names.join(', ')}); unpack it and send them one by one.`,
    `压缩包含有多个轨迹文件（${names.join('、')}），请解压后逐个上传。`,
  );
}
