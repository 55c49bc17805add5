import type { z } from 'zod';
import type { assignment } from '../../server/assignments/assignment.ts';
import type { staffedCell } from '../../server/assignments/cell-routes.ts';
import type { ownChange } from '../../server/assignments/change-queries.ts';
import type { entered, transferred, undone } from '../../server/assignments/change-schemas.ts';
import type { refusal } from '../../server/assignments/refusal.ts';
import type { rehoming } from '../../server/assignments/rehoming/rehoming.ts';

/** Assignments on the map, as the HTTP contract gives them. */
export type PostingCell = z.output<typeof staffedCell>;
export type PostedAssignment = z.output<typeof assignment>;
export type Refusal = z.output<typeof refusal>;
export type Entered = z.output<typeof entered>;
export type Transferred = z.output<typeof transferred>;
export type Undone = z.output<typeof undone>;
export type OwnChange = z.output<typeof ownChange>;
export type Rehoming = z.output<typeof rehoming>;
export type Homeless = Rehoming['assignments'][number];

/** `skip`: what can be done is done, the rest is told. */
export type Conflicts = 'refuse' | 'skip';
