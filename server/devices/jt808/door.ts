import type { Knex } from 'knex';
import { registrationResult } from '../protocols/jt808/answers.ts';
import type { Registration } from '../protocols/jt808/registration.ts';
import {
  type Authenticated,
  bindTerminal,
  findAuthenticated,
  findRegistering,
  issueCode,
  noteEntry,
  noteRefusal,
  type RegisteringDevice,
} from '../registration-store.ts';
import { rememberedToken } from '../shown-tokens.ts';

type Applicant = { identities: readonly string[]; isChecksumRight: boolean };
type Admission = { outcome: number; code?: string };

/**
 * Answers a registration with a code, or says why not. The number alone is public, so the first terminal that
 * registers is remembered by what it says of itself, and another one is refused and noted. A terminal that asks again,
 * since the answer was lost or at every start, is answered again. What a person revoked stays refused.
 * Undefined where the frame is not to be answered.
 */
export async function register(
  db: Knex,
  { identities, isChecksumRight }: Applicant,
  registration: Registration,
): Promise<Admission | undefined> {
  const device = await findRegistering(db, identities);
  if (!isChecksumRight && !device?.isLenient) return undefined;
  if (!device || device.isRevoked) return { outcome: registrationResult.noTerminal };
  if (!(await isItsTerminal(db, device, registration))) {
    await noteRefusal(db, device.deviceId);
    return { outcome: registrationResult.terminalTaken };
  }
  return { outcome: registrationResult.done, code: await codeOf(db, device.deviceId, identities) };
}

/** Who comes in with this code; undefined for a wrong one. */
export async function authenticate(
  db: Knex,
  { identities, isChecksumRight }: Applicant,
  code: string,
): Promise<Authenticated | undefined> {
  const found = await findAuthenticated(db, identities, code);
  if (!found || !(isChecksumRight || found.isLenient)) return undefined;
  await noteEntry(db, found);
  return found;
}

async function isItsTerminal(
  db: Knex,
  device: RegisteringDevice,
  registration: Registration,
): Promise<boolean> {
  if (device.registration === 'once' && device.hasAuthenticated) return false;
  const terminal = nameOf(registration);
  if (device.registeredAs !== null) return device.registeredAs === terminal;
  return bindTerminal(db, device.deviceId, terminal);
}

/** What stays the same of a terminal: an installer may change the plate, and new firmware the model. */
function nameOf({ maker, terminalId }: Registration): string {
  return [maker, terminalId].map((part) => part.replaceAll('\0', '').trim()).join(' / ');
}

/** The token made at the page while this process remembers it, else a code of its own: only hashes are stored. */
async function codeOf(db: Knex, deviceId: number, identities: readonly string[]): Promise<string> {
  const token = rememberedToken(deviceId);
  if (token !== undefined && (await findAuthenticated(db, identities, token))) return token;
  return issueCode(db, deviceId);
}
