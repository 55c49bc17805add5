import { z } from 'zod';
import { inBoth } from '../http/in-both.ts';
import { device, deviceKind } from './device.ts';
import { apps } from './setup.ts';

/**
 * Puts a phone or terminal to use. With `personId` that person carries it from now on; without `deviceId` a device is
 * made. Whoever carries it now hands it over only where `handOver` says so.
 */
export const enrolmentInput = z
  .strictObject({
    app: z.enum(apps),
    personId: z.int().positive().optional(),
    deviceId: z.int().positive().optional(),
    name: z.string().trim().min(1).max(100).optional().describe('Of a new device; absent: person and app'),
    kind: deviceKind.optional().describe('Of a new device; what its positions are judged by'),
    identity: z.string().trim().min(1).max(64).optional().describe('The number of a JT/T 808 terminal'),
    handOver: z.boolean().default(false),
    encrypt: z.boolean().default(false).describe('OwnTracks: makes a secret that it encrypts with'),
  })
  .refine(({ personId, deviceId }) => personId !== undefined || deviceId !== undefined, {
    path: ['personId'],
    message: inBoth('a person, a device, or both', '须填写人员、设备，或两者'),
  })
  .refine(({ kind, deviceId }) => kind === undefined || deviceId === undefined, {
    path: ['kind'],
    message: inBoth(
      'a device that is there has its kind; change it there',
      '已登记的设备已有类型，请在设备处修改',
    ),
  });
export type EnrolmentInput = z.output<typeof enrolmentInput>;

const fieldName = z.enum(['url', 'api-key', 'secret', 'host', 'port', 'identity', 'code']);

/** What the device is set up with; the token and the secret in it are shown this once. */
export const enrolment = z.object({
  device,
  app: z.enum(apps),
  token: z.string(),
  link: z.string().nullable().describe('Opened on the phone, it sets the app up'),
  code: z.string().nullable().describe('What a QR code for the phone holds'),
  fields: z.array(z.object({ name: fieldName, value: z.string() })).describe('The same, to be entered'),
  base: z.string().describe('The address that the device is told'),
  doubt: z
    .enum(['loopback', 'no-public-url', 'no-terminal-port'])
    .nullable()
    .describe('Why the device may not reach it'),
});
