import { crc16 } from '../../../server/devices/files/fit-crc.ts';

/** A small file of every format in pieces: each of its records is one fix. */
export type Sample = { format: string; fileName?: string; head: Buffer; records: Buffer[]; tail: Buffer };

const count = 4;
const begin = Date.UTC(2026, 4, 1);
const isoAt = (step: number) => new Date(begin + step * 10_000).toISOString();
const lonAt = (step: number) => (120.1234567 + step / 1000).toFixed(7);
const latAt = (step: number) => (49.1234567 + step / 1000).toFixed(7);

function sampleOf(
  format: string,
  head: string,
  record: (step: number) => string,
  tail = '',
  fileName?: string,
): Sample {
  const records = Array.from({ length: count }, (_, step) => Buffer.from(record(step)));
  return { format, head: Buffer.from(head), records, tail: Buffer.from(tail), ...(fileName && { fileName }) };
}

/** A line of NMEA with its checksum. */
export function sentence(body: string): string {
  let sum = 0;
  for (const byte of Buffer.from(body)) sum ^= byte;
  return `$${body}*${sum.toString(16).toUpperCase().padStart(2, '0')}`;
}

const xml = '<?xml version="1.0" encoding="UTF-8"?>';

export const samples: Sample[] = [
  sampleOf(
    'gpx',
    `${xml}<gpx version="1.1"><trk><trkseg>`,
    (step) => `<trkpt lat="${latAt(step)}" lon="${lonAt(step)}"><time>${isoAt(step)}</time></trkpt>`,
    '</trkseg></trk></gpx>',
  ),
  sampleOf(
    'kml',
    `${xml}<kml><Document><Placemark><gx:Track>`,
    (step) => `<when>${isoAt(step)}</when><gx:coord>${lonAt(step)} ${latAt(step)} 700</gx:coord>`,
    '</gx:Track></Placemark></Document></kml>',
  ),
  sampleOf(
    'tcx',
    `${xml}<TrainingCenterDatabase><Activities><Activity><Lap><Track>`,
    (step) =>
      `<Trackpoint><Time>${isoAt(step)}</Time><Position><LatitudeDegrees>${latAt(step)}</LatitudeDegrees><LongitudeDegrees>${lonAt(step)}</LongitudeDegrees></Position></Trackpoint>`,
    '</Track></Lap></Activity></Activities></TrainingCenterDatabase>',
  ),
  sampleOf(
    'geojson',
    '{"type":"FeatureCollection","features":[',
    (step) =>
      `{"type":"Feature","properties":{"time":"${isoAt(step)}"},"geometry":{"type":"Point","coordinates":[${lonAt(step)},${latAt(step)}]}}${step < count - 1 ? ',' : ''}`,
    ']}',
  ),
  sampleOf(
    'csv',
    'time,lat,lon\n',
    (step) => `${isoAt(step)},${latAt(step)},${lonAt(step)}\n`,
    '',
    'track.csv',
  ),
  sampleOf(
    'plt',
    'Geolife trajectory\nWGS 84\nAltitude is in Feet\nReserved 3\n0,2,255,My Track,0,0,2,8421376\n0\n',
    (step) =>
      `${latAt(step)},${lonAt(step)},0,492,46143,2026-05-01,00:00:${String(step * 10).padStart(2, '0')}\n`,
  ),
  sampleOf(
    'nmea',
    `${sentence('GPGSV,1,1,00')}\n`,
    (step) => `${sentence(`GPRMC,0000${step}0,A,4912.${step}000,N,12012.0000,E,1.0,90.0,010526,,,A`)}\n`,
  ),
  fitSample(),
];

/** The whole file of a sample. */
export function fileOf({ head, records, tail }: Sample): Buffer {
  return Buffer.concat([head, ...records, tail]);
}

function fitSample(): Sample {
  // Definition 0 of record messages: time, latitude, longitude; little endian.
  const definition = Buffer.from([0x40, 0, 0, 20, 0, 3, 253, 4, 0x86, 0, 4, 0x85, 1, 4, 0x85]);
  const records = Array.from({ length: count }, (_, step) => {
    const record = Buffer.alloc(13);
    record.writeUInt32LE(begin / 1000 - 631_065_600 + step * 10, 1);
    record.writeInt32LE(semicircles(Number(latAt(step))), 5);
    record.writeInt32LE(semicircles(Number(lonAt(step))), 9);
    return record;
  });
  const header = Buffer.from([14, 0x20, 0, 0, 0, 0, 0, 0, 0x2e, 0x46, 0x49, 0x54, 0, 0]);
  header.writeUInt32LE(definition.length + 13 * count, 4);
  header.writeUInt16LE(crc16(header.subarray(0, 12), 0), 12);
  const head = Buffer.concat([header, definition]);
  const tail = Buffer.alloc(2);
  tail.writeUInt16LE(crc16(Buffer.concat([head, ...records]), 0));
  return { format: 'fit', head, records, tail };
}

function semicircles(degrees: number): number {
  return Math.round((degrees / 180) * 2 ** 31);
}
