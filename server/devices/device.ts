import { z } from 'zod';
import { moment } from '../http/time.ts';
import { personName } from '../people/person.ts';
import { deviceKinds } from '../tracks/thresholds.ts';

const datum = z.enum(['wgs84', 'gcj02', 'bd09']);

export const deviceKind = z.enum(deviceKinds);

const registration = z.enum(['same-terminal', 'once']);

const name = z.string().trim().min(1).max(100);
const identity = z.string().trim().min(1).max(64);
const fields = {
  kind: deviceKind
    .optional()
    .describe(
      'What its positions are judged by; a phone unless said, a vehicle where it registers as a terminal',
    ),
  datum: datum.optional(),
  alwaysOnDuty: z.boolean().optional(),
  stationAreaId: z.int().positive().nullish(),
  lenientChecksum: z
    .boolean()
    .optional()
    .describe('A JT/T 808 terminal whose frames are taken although their XOR is wrong'),
  registration: registration
    .optional()
    .describe(
      'Who may register under the terminal’s number: the terminal that did first, again whenever it likes, or nobody once it has authenticated',
    ),
  secret: z
    .string()
    .min(1)
    .max(32)
    .nullish()
    .describe('Decrypts what the device encrypts; never shown again'),
};

/** `identity` is what the device calls itself: a terminal's number without leading zeros, or an IMEI. */
export const deviceInput = z.strictObject({ name, identity: identity.nullish(), ...fields });
export const deviceChange = z.strictObject({
  name: name.optional(),
  identity: identity.nullish(),
  ...fields,
});
export type DeviceInput = z.output<typeof deviceInput>;
export type DeviceChange = z.output<typeof deviceChange>;

/** Anything that reports positions. */
export const device = z.object({
  id: z.int(),
  name: z.string(),
  identity: z.string().nullable(),
  kind: deviceKind,
  datum,
  alwaysOnDuty: z.boolean(),
  stationAreaId: z.int().nullable(),
  lenientChecksum: z.boolean(),
  registration,
  registeredAs: z.string().nullable().describe('What the terminal said of itself: maker and id'),
  registrationRefusedAt: z.iso
    .datetime()
    .nullable()
    .describe('When another terminal last tried to register under its number'),
  hasSecret: z.boolean(),
  hasToken: z.boolean(),
  carrier: personName.nullable().describe('Who carries it now'),
  lastContactAt: z.iso.datetime().nullable(),
  lastFixAt: z.iso.datetime().nullable().describe('Of the latest position kept that is not flagged'),
});
export type Device = Omit<
  z.output<typeof device>,
  'registrationRefusedAt' | 'lastContactAt' | 'lastFixAt'
> & {
  registrationRefusedAt: Date | null;
  lastContactAt: Date | null;
  lastFixAt: Date | null;
};

export function carrierInput(timeZone: string) {
  const time = moment(timeZone);
  return z.strictObject({ personId: z.int().positive(), from: time, to: time.nullish() });
}

/** A period in which a person carried a device. */
export const carrier = z.object({
  id: z.int(),
  personId: z.int(),
  person: personName,
  from: z.iso.datetime(),
  to: z.iso.datetime().nullable(),
});
export type Carrier = Omit<z.output<typeof carrier>, 'from' | 'to'> & { from: Date; to: Date | null };
