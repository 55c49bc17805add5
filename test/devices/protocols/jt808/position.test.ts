import { describe, expect, it } from 'vitest';
import { positionAt } from '../../../../server/devices/protocols/jt808/position.ts';
import { timeAt } from '../../../../server/devices/protocols/jt808/time.ts';
import { positionBody } from '../../../support/terminal-messages.ts';

const receivedAt = Date.UTC(2026, 10, 22, 4);
const at = Date.UTC(2026, 10, 22, 3, 30, 15);
const read = (body: Buffer) => positionAt(body, { at: 0, end: body.length, receivedAt, index: 0 });
const time = (hex: string) => timeAt(Buffer.from(hex, 'hex'), 0, receivedAt);

describe('positionAt', () => {
  it('reads every field in its unit', () => {
    const body = positionBody({
      at,
      lon: 119.756543,
      lat: 49.212345,
      altitudeMetres: -30,
      kilometresPerHour: 36,
    });
    expect(read(body)).toEqual({
      index: 0,
      recordedAt: at,
      lon: 119.756543,
      lat: 49.212345,
      altitudeMetres: -30,
      speedMetresPerSecond: 10,
      courseDegrees: 90,
      notPositioned: false,
    });
  });

  it('reads south and west as a bit, as a sign, and as both', () => {
    const place = { at, lon: 46.912186, lat: 19.591535 };
    const bits = positionBody({ ...place, status: 0x0e });
    const both = Buffer.from(bits);
    both.writeInt32BE(-19591535, 8);
    both.writeInt32BE(-46912186, 12);
    const signs = Buffer.from(both);
    signs.writeUInt32BE(2, 4);
    for (const body of [bits, both, signs])
      expect(read(body)).toMatchObject({ lon: -46.912186, lat: -19.591535 });
  });

  it('refuses encrypted coordinates where the plug-in that encrypts them is in use', () => {
    expect(read(positionBody({ at, lon: 119.75, lat: 49.21, status: 0x23 }))).toBe('encrypted-coordinates');
    expect(read(positionBody({ at, lon: 100.61, lat: 13.79, status: 0x23 }))).toMatchObject({ lon: 100.61 });
  });
});

describe('timeAt', () => {
  it('is the time of Beijing', () => {
    expect(time('261122120000')).toBe(Date.UTC(2026, 10, 22, 4));
  });

  it('knows the last of February of every year', () => {
    expect(time('240229000000')).toBe(Date.UTC(2024, 1, 28, 16));
    expect(time('250230000000')).toBe('bad-time');
  });

  it('reads a nibble over nine as ten and more of its place', () => {
    expect(time('250a0c0b0000')).toBe(Date.UTC(2025, 9, 12, 3));
  });

  it('reads plain binary where that alone is close to the arrival', () => {
    expect(time('1a0b160c0000')).toBe(Date.UTC(2026, 10, 22, 4));
  });

  it('tells no clock from a wrong one', () => {
    expect(time('000000000000')).toBe('no-time');
    expect(time('261322120000')).toBe('bad-time');
    expect(time('ffffffffffff')).toBe('bad-time');
  });
});
