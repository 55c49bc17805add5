import type { Derived } from './check-derived.ts';
import type { Found } from './check-stored.ts';
import type { Toll } from './disasters.ts';
import type { Ledger } from './ledger.ts';

/** The totals, a line each. */
export function report(all: { ledger: Ledger; toll: Toll; found: Found; derived: Derived }): string[] {
  const { ledger, toll, found, derived } = all;
  const sent = [...ledger.sentOf.values()].reduce((sum, count) => sum + count, 0);
  const of = [...ledger.sentOf].map(([protocol, count]) => `${protocol} ${count}`).join(', ');
  const refused = [...ledger.otherAnswers].map(([answer, count]) => `${answer} × ${count}`).join(', ');
  return [
    `sent            ${sent} fixes in ${ledger.messages} messages (${of}), ${found.fixes} of them different`,
    `acknowledged    ${found.acknowledged}`,
    `stored          ${found.stored} of ${found.fixes - found.offDuty} on duty`,
    `duplicates      ${sent - found.fixes} sent again`,
    `off duty        ${found.offDuty}, only counted`,
    `kills           ${toll.kills} of the server`,
    `outages         ${toll.outages} of the database, ${toll.fullDisks} full disks, ${toll.clockJumps} jumps of the server's clock`,
    `longest outage  ${(toll.longestOutageMs / 1000).toFixed(1)} s until answered again, ${(ledger.longestSilenceMs / 1000).toFixed(1)} s without any acknowledgement`,
    `connections cut ${ledger.cuts}`,
    `not now         ${refused || 'never said'}`,
    `recomputed      ${derived.tracks} tracks, ${derived.visits} visits`,
  ];
}
