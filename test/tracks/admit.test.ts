import { describe, expect, it } from 'vitest';
import { toWgs84 } from '../../server/geo/datum.ts';
import { admit, withPoor } from '../../server/tracks/admit.ts';
import type { ReportedFix } from '../../server/tracks/fix.ts';
import { reasonsOf } from '../../server/tracks/flag.ts';
import { defaultThresholds } from '../../server/tracks/thresholds.ts';

const receivedAt = Date.UTC(2026, 4, 12, 1);
const dayMs = 86_400_000;

function admitOne(
  reported: Partial<ReportedFix>,
  datum: 'wgs84' | 'gcj02' | 'bd09' = 'wgs84',
  isLive = true,
) {
  const fix = { index: 0, recordedAt: receivedAt, lon: 120, lat: 49, ...reported };
  const { fixes, refused } = admit(
    { fixes: [fix], refused: [] },
    { datum, isLive, receivedAt, keptSince: undefined },
  );
  const [admitted] = withPoor(fixes, defaultThresholds.phone);
  return { admitted, flags: reasonsOf(admitted?.own ?? 0), refused: refused.map(({ reason }) => reason) };
}

describe('what arrives', () => {
  it('is flagged, never dropped, for what it says of itself', () => {
    expect(admitOne({ accuracyMetres: 100 }).flags).toEqual([]);
    expect(admitOne({ accuracyMetres: 100.5 }).flags).toEqual(['low-accuracy']);
    expect(admitOne({ accuracyMetres: -1 }).flags).toEqual([]);
    expect(admitOne({ lon: 0, lat: 0 }).flags).toEqual(['null-island']);
    expect(admitOne({ mock: true }).flags).toEqual(['mock-location']);
    expect(admitOne({ notPositioned: true }).flags).toEqual(['not-positioned']);
    expect(admitOne({ recordedAt: receivedAt + dayMs }).flags).toEqual([]);
    expect(admitOne({ recordedAt: receivedAt + dayMs + 1 }).flags).toEqual(['time-suspect']);
    expect(admitOne({ recordedAt: Date.UTC(2009, 11, 31) }).flags).toEqual(['time-suspect']);
    expect(admitOne({ recordedAt: Date.UTC(2009, 11, 31) }, 'wgs84', false).flags).toEqual([]);
    expect(admitOne({ mock: true, accuracyMetres: 500, lon: 0, lat: 0 }).flags).toEqual([
      'low-accuracy',
      'null-island',
      'mock-location',
    ]);
  });

  it('is refused where it is no position, and told as swapped where that can be seen', () => {
    expect(admitOne({ lon: 49, lat: 120 }).refused).toEqual(['maybe-swapped']);
    expect(admitOne({ lon: 200, lat: 49 }).refused).toEqual(['out-of-range']);
    expect(admitOne({ lon: Number.NaN }).refused).toEqual(['not-a-number']);
  });

  it('of a receiver whose weeks have rolled over has both times', () => {
    const weeks = 1024 * 7 * dayMs;
    const { admitted, flags } = admitOne({ recordedAt: receivedAt - weeks - 5_000 });
    expect([admitted?.at, admitted?.reportedAt, flags]).toEqual([
      receivedAt - 5_000,
      receivedAt - weeks - 5_000,
      [],
    ]);
  });

  it('in another datum is converted, and what the device said is kept', () => {
    expect(admitOne({}).admitted?.reportedE7).toBeNull();
    for (const datum of ['gcj02', 'bd09'] as const) {
      const { admitted } = admitOne({}, datum);
      const [lon, lat] = toWgs84(datum, [120, 49]);
      expect([admitted?.lonE7, admitted?.latE7]).toEqual([Math.round(lon * 1e7), Math.round(lat * 1e7)]);
      expect(admitted?.reportedE7).toEqual({ lonE7: 1_200_000_000, latE7: 490_000_000 });
      // Zero says that there is no position, whatever the datum would make of it.
      expect(admitOne({ lon: 0, lat: 0 }, datum).flags).toEqual(['null-island']);
    }
  });
});
