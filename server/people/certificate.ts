import { z } from 'zod';
import { inBoth } from '../http/in-both.ts';
import { InvalidInput } from '../http/problem.ts';
import { calendarDay } from '../http/time.ts';

const words = (max: number) => z.string().trim().min(1).max(max);

const fields = {
  name: words(100),
  skill: words(50)
    .nullish()
    .describe('The skill it attests; the skill counts while one of its certificates is valid'),
  number: words(64).nullish(),
  issuedOn: calendarDay.nullish(),
  expiresOn: calendarDay
    .nullish()
    .describe('The first day on which it is no longer valid; null: it does not expire'),
};

/** ISO dates compare as text. */
const endsAfterIssue = ({ issuedOn, expiresOn }: Dates) => !issuedOn || !expiresOn || expiresOn > issuedOn;
type Dates = { issuedOn?: string | null | undefined; expiresOn?: string | null | undefined };

export const certificateInput = z.strictObject(fields).refine(endsAfterIssue, {
  path: ['expiresOn'],
  message: inBoth(
    'expires before it is issued: expiresOn must be later than issuedOn',
    '到期早于发证：到期日须晚于发证日',
  ),
});
export const certificateChange = z.strictObject({ ...fields, name: fields.name.optional() });
export type CertificateInput = z.output<typeof certificateInput>;
export type CertificateChange = z.output<typeof certificateChange>;

export const certificate = z.object({
  id: z.int(),
  name: z.string(),
  skill: z.string().nullable(),
  number: z.string().nullable(),
  issuedOn: z.iso.date().nullable(),
  expiresOn: z.iso.date().nullable(),
});
export type Certificate = z.output<typeof certificate>;

/** Throws where a change of one of the dates would have it expire before it is issued. */
export function refuseExpiredAtIssue(dates: Dates): void {
  if (endsAfterIssue(dates)) return;
  throw new InvalidInput(
    'expires-before-issued',
    `The certificate cannot expire on ${dates.expiresOn}: it is issued on ${dates.issuedOn}.`,
    `证书到期日 ${dates.expiresOn} 不能早于或等于发证日 ${dates.issuedOn}。`,
    [{ path: 'expiresOn', reason: 'not later than issuedOn' }],
  );
}
