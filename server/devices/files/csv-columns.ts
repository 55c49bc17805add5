import { kilometrePerHour } from '../protocols/units.ts';

/** What a column of a table of positions may hold. `date` is for tables that have day and clock apart. */
export const csvFields = ['lat', 'lon', 'time', 'date', 'altitude', 'speed', 'course', 'accuracy'] as const;
type CsvField = (typeof csvFields)[number];
/** Our field → the name of the column. */
export type CsvMapping = Readonly<Partial<Record<CsvField, string>>>;
/** Our field → the place of its column. */
export type CsvColumns = Partial<Record<CsvField, number>> & { speedFactor: number };

/** Names as programs write them, lower case, without blanks, marks and units in brackets. Earlier ones go first. */
const names: Record<CsvField, readonly string[]> = {
  lat: ['lat', 'latitude', 'latitudedegrees', '纬度', '北纬', 'gps纬度', 'wgs84纬度', 'y'],
  lon: ['lon', 'lng', 'long', 'longitude', 'longitudedegrees', '经度', '东经', 'gps经度', 'wgs84经度', 'x'],
  time: [
    'time',
    'timestamp',
    'datetime',
    'recordedat',
    'trackedat',
    'gpstime',
    'utctime',
    'timems',
    'timestampms',
    'epoch',
    '时间',
    '定位时间',
    '采集时间',
    '上报时间',
    '记录时间',
    '日期时间',
    'gps时间',
  ],
  date: ['date', 'day', '日期'],
  altitude: ['altitude', 'elevation', 'ele', 'alt', 'altitudemetres', '高程', '海拔', '高度', '海拔高度'],
  speed: [
    'speed',
    'speedmetrespersecond',
    'velocity',
    'speedms',
    'speedkmh',
    'speedkph',
    '速度',
    '时速',
    '车速',
  ],
  course: [
    'course',
    'bearing',
    'heading',
    'direction',
    'azimuth',
    'coursedegrees',
    '方向',
    '航向',
    '方位角',
    '方向角',
  ],
  accuracy: ['accuracy', 'acc', 'horizontalaccuracy', 'accuracymetres', '精度', '定位精度', '误差'],
};
const namesKilometresPerHour = /km\/?h|kph|公里|千米|时速|车速/i;

/**
 * Where the fields of a table lie: as the mapping says, else by names that are known. Speed is metres per second unless
 * its column says kilometres per hour. `unknown` are columns of the mapping that the table has not.
 */
export function columnsOf(
  head: readonly string[],
  mapping: CsvMapping,
): { columns: CsvColumns; unknown: string[]; isComplete: boolean } {
  const columns: CsvColumns = { speedFactor: 1 };
  const unknown: string[] = [];
  const plain = head.map(plainName);
  for (const field of csvFields) {
    const said = mapping[field];
    const known = names[field].map((name) => plain.indexOf(name)).find((place) => place >= 0);
    const place = said === undefined ? known : head.indexOf(said);
    if (place === -1 && said !== undefined) unknown.push(said);
    if (place !== undefined && place >= 0) columns[field] = place;
  }
  if (columns.time === undefined && columns.date !== undefined) {
    columns.time = columns.date;
    delete columns.date;
  }
  if (namesKilometresPerHour.test(head[columns.speed ?? -1] ?? '')) columns.speedFactor = kilometrePerHour;
  const { lat, lon, time } = columns;
  return { columns, unknown, isComplete: lat !== undefined && lon !== undefined && time !== undefined };
}

function plainName(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[([（【].*$/g, '')
    .replaceAll(/[\s_.:-]/g, '');
}
