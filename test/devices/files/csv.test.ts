import { describe, expect, it } from 'vitest';
import { type ReadTrack, readTrack } from './read-track.ts';

const csv = { fileName: 'track.csv' };
const eight = Date.UTC(2026, 4, 1, 0);
const read = (text: string | Uint8Array, more: object = {}) => readTrack(text, { ...csv, ...more });
const reasonsOf = ({ refused }: ReadTrack) => refused.map(({ index, reason }) => [index, reason]);

describe('csvReader', () => {
  it('knows the columns of programs by their names, in any order, with any separator', async () => {
    const tables = [
      'time,lat,lon\n2026-05-01T00:00:00Z,49.5,120.5\n',
      'Longitude;Latitude;Timestamp\n120.5;49.5;1777593600\n',
      'x\ty\tdatetime\r\n120.5\t49.5\t1777593600000\r\n',
      '\ufeff"序号","经度","纬度","定位时间"\n1,120.5,49.5,2026-05-01 08:00:00\n',
      '纬度,经度,日期,时间\n49.5,120.5,2026/5/1,8:00:00\n',
      'GPS纬度（度）,GPS经度（度）,时间\n49.5,120.5,2026年5月1日 8:00\n',
    ];
    for (const table of tables) {
      const { fixes, refused, ending } = await read(table);
      expect(fixes, table).toEqual([{ index: 0, recordedAt: eight, lat: 49.5, lon: 120.5 }]);
      expect([refused, ending]).toEqual([[], 'whole']);
    }
  });

  it('reads the table of GPSLogger', async () => {
    const table =
      'time,lat,lon,elevation,accuracy,bearing,speed,satellites,provider,hdop,vdop,pdop,geoidheight,ageofdgpsdata,dgpsid,activity,battery,annotation,timestamp_ms,time_offset,distance,starttimestamp_ms,profile_name,battery_charging\n' +
      '2026-05-01T00:00:00.250Z,49.5,120.5,700.5,4.0,90.5,1.25,12,gps,,,,,,,,80,,1777593600250,2026-05-01T08:00:00.250+08:00,0.0,1777593600000,Default,false\n';
    expect((await read(table)).fixes).toEqual([
      {
        index: 0,
        recordedAt: eight + 250,
        lat: 49.5,
        lon: 120.5,
        altitudeMetres: 700.5,
        accuracyMetres: 4,
        courseDegrees: 90.5,
        speedMetresPerSecond: 1.25,
      },
    ]);
  });

  it('takes speed in kilometres an hour where the column says so', async () => {
    const { fixes } = await read('lat,lon,time,速度(km/h)\n49,120,1777593600,36\n');
    expect(fixes[0]?.speedMetresPerSecond).toBeCloseTo(10, 9);
  });

  it('takes times without a zone as those of the zone that is given', async () => {
    const table =
      'lat,lon,time\n49,120,2026-05-01 08:00:00\n49,120,2026-05-01T08:00:00+02:00\n49,120,2026-05-01 08:00:00Z\n';
    const instants = async (zone: string) =>
      (await read(table, { zone })).fixes.map(({ recordedAt }) => recordedAt);
    expect(await instants('Asia/Shanghai')).toEqual([eight, eight + 6 * 3_600_000, eight + 8 * 3_600_000]);
    expect((await instants('UTC'))[0]).toBe(eight + 8 * 3_600_000);
    expect((await instants('Europe/Berlin'))[0]).toBe(eight + 6 * 3_600_000);
  });

  it('refuses each wrong row with its reason and keeps the others', async () => {
    const rows = [
      '49,120,1777593600',
      '"49,5",120,1777593600',
      'north,120,1777593600',
      '49,120,',
      '49,120,12:30',
      '49,120,2026-13-01 00:00:00',
      '49,120,2026-02-30 00:00:00',
      '49',
      '49,120,1777593601',
    ];
    const answer = await read(`lat,lon,time\n${rows.join('\n')}\n`);
    expect(answer.fixes.map(({ index }) => index)).toEqual([0, 8]);
    expect(reasonsOf(answer)).toEqual([
      [1, 'decimal-comma'],
      [2, 'not-a-number'],
      [3, 'no-time'],
      [4, 'bad-time'],
      [5, 'bad-time'],
      [6, 'bad-time'],
      [7, 'too-few-fields'],
    ]);
  });

  it('reads GBK as Chinese programs write it', async () => {
    const gbk = Buffer.concat([
      Buffer.from('beadb6c82cceb3b6c82ccab1bce4', 'hex'),
      Buffer.from('\n120.5,49.5,2026-05-01 08:00:00\n'),
    ]);
    for (const pieceBytes of [1, 3, 1000]) {
      const { fixes } = await readTrack(gbk, csv, pieceBytes);
      expect(fixes).toEqual([{ index: 0, recordedAt: eight, lat: 49.5, lon: 120.5 }]);
    }
  });

  it('lists the columns and the first rows where it does not know them, and follows a mapping', async () => {
    const table = '编号,N,E,时间\n1,49.5,120.5,2026-05-01 08:00:00\n2,49.6,120.6,2026-05-01 08:00:10\n';
    await expect(read(table)).rejects.toMatchObject({
      status: 422,
      slug: 'columns-unknown',
      extra: {
        columns: ['编号', 'N', 'E', '时间'],
        mapping: { time: '时间' },
        rows: [
          ['1', '49.5', '120.5', '2026-05-01 08:00:00'],
          ['2', '49.6', '120.6', '2026-05-01 08:00:10'],
        ],
      },
    });
    const { fixes } = await read(table, { mapping: { lat: 'N', lon: 'E' } });
    expect(fixes).toHaveLength(2);
    const wrong = read(table, { mapping: { lat: 'N', lon: 'East' } });
    await expect(wrong).rejects.toMatchObject({
      slug: 'columns-unknown',
      message: expect.stringContaining('East'),
    });
  });

  it('does not trust a last field that may be cut', async () => {
    const table = 'time,lat,lon\n1777593600,49.1234567,120.1234567\n1777593601,49.1234567,120.1234567';
    expect(await read(table)).toMatchObject({ fixes: { length: 2 }, ending: 'whole' });
    for (let cut = 1; cut < 33; cut++)
      expect(await read(table.slice(0, -cut))).toMatchObject({ fixes: { length: 1 }, ending: 'cut' });
    const optional = 'time,lat,lon,speed\n1777593600,49,120,1.25';
    expect((await read(optional)).fixes).toEqual([{ index: 0, recordedAt: eight, lat: 49, lon: 120 }]);
  });

  it('keeps the rows before a quotation mark that nothing closes', async () => {
    const answer = await read('lat,lon,time\n49,120,1777593600\n49,120,"1777593601\n49,120,1777593602\n');
    expect([answer.fixes.length, reasonsOf(answer), answer.ending]).toEqual([1, [[1, 'record-cut']], 'cut']);
  });
});
