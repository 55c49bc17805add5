import { z } from 'zod';
import type { ListedTrack } from './list.ts';
import { movements } from './movement.ts';

const at = z.iso.datetime();

/** Of another station's track that crosses the caller's land, what would tell whose it is stays null. */
export const listedTrack = z.object({
  id: z.int(),
  deviceId: z.int().nullable(),
  deviceName: z.string().nullable(),
  person: z.object({ id: z.int(), name: z.string() }).nullable(),
  from: at,
  to: at,
  metres: z.number().nullable(),
  movingSeconds: z.number().nullable(),
  fixes: z.int().nullable(),
  flagged: z.int().nullable(),
  bounds: z.tuple([z.number(), z.number(), z.number(), z.number()]).nullable(),
});

export type TrackAnswer = Omit<z.output<typeof listedTrack>, 'from' | 'to'> & { from: Date; to: Date };

export function trackAnswer({ isWhole, deviceKind: _kind, ...track }: ListedTrack): TrackAnswer {
  if (isWhole) return track;
  return {
    id: track.id,
    from: track.from,
    to: track.to,
    deviceId: null,
    deviceName: null,
    person: null,
    metres: null,
    movingSeconds: null,
    fixes: null,
    flagged: null,
    bounds: null,
  };
}

const position = z.array(z.number());

/**
 * `leg` is ground covered, `gap` a silence that nothing is known of, `flagged` a fix that is not used, `restored` one
 * that is used because a person said so.
 */
export const trackLines = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(
    z.object({
      type: z.literal('Feature'),
      geometry: z.object({
        type: z.enum(['LineString', 'Point']),
        coordinates: z.union([z.array(position), position]),
      }),
      properties: z.object({
        kind: z.enum(['leg', 'gap', 'flagged', 'restored']),
        track: z.int(),
        from: at,
        to: at,
        reasons: z.array(z.string()).optional(),
        movement: z.enum(movements).optional(),
      }),
    }),
  ),
});

export const fixFeature = z.object({
  type: z.literal('Feature'),
  geometry: z.object({ type: z.literal('Point'), coordinates: position }),
  properties: z.object({
    recordedAt: at,
    receivedAt: at,
    reportedAt: at.nullable().describe('What a receiver with a rolled-over clock said'),
    reportedPosition: z
      .tuple([z.number(), z.number()])
      .nullable()
      .describe('What the device said in its own datum, where that was converted'),
    accuracyMetres: z.number().nullable(),
    speedMetresPerSecond: z.number().nullable(),
    courseDegrees: z.number().nullable(),
    altitudeMetres: z.number().nullable(),
    flags: z.array(z.string()).describe('Why it is not used in lines and visits'),
    restored: z.array(z.string()).nullable().describe('What a person has overruled; null where nobody has'),
    excluded: z.boolean().describe('A person says that it is wrong'),
  }),
});

export const fixFeatures = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(fixFeature),
  next: z.string().nullable(),
});
