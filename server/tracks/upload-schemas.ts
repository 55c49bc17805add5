import { z } from 'zod';

const refusal = z.object({ index: z.int(), reason: z.string() });

/** What became of an upload. */
export const uploadReceipt = z.object({
  received: z.int(),
  stored: z.int(),
  duplicates: z.int(),
  flagged: z.array(refusal).describe('At most 10,000'),
  flaggedCount: z.int(),
  refused: z.array(refusal).describe('At most 10,000'),
  refusedCount: z.int(),
  offDuty: z.int().describe('Counted and not kept: their carrier was off duty'),
  truncated: z.boolean().describe('The file ends early; its complete points are stored'),
  tracks: z.array(z.int()),
});
