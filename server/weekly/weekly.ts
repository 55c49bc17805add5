import { z } from 'zod';
import { areaKinds } from '../areas/area.ts';
import { coverageDays } from '../coverage/day-counts.ts';
import { gapKinds } from '../coverage/gap.ts';
import { decision } from './decision.ts';
import { weekText } from './week.ts';

/** The sheet of an area and a week for the joint meeting. */
export const weeklySheet = z.object({
  area: z.object({ id: z.int(), name: z.string(), kind: z.enum(areaKinds) }),
  week: weekText,
  monday: z.iso.date(),
  sunday: z.iso.date(),
  asOf: z.iso.datetime(),
  isOver: z.boolean(),
  isProvisional: z.boolean(),
  pending: z.boolean().meta({
    description:
      'How some rules stand is still being worked out: what they ask for may be lacking here meanwhile',
  }),
  days: coverageDays.shape.days,
  gaps: z.object({
    atStart: z.int(),
    opened: z.int(),
    closed: z.int(),
    open: z.int(),
    totals: z.partialRecord(z.enum(gapKinds), z.int()).meta({ description: 'Of those still open' }),
    days: z.array(z.object({ day: z.iso.date(), opened: z.int(), closed: z.int(), open: z.int() })),
  }),
  worst: z.array(
    z.object({
      cell: z.int().optional(),
      area: z.int().optional(),
      label: z.string(),
      kinds: z.array(z.enum(gapKinds)),
      days: z.int().meta({ description: 'At how many days’ ends something was not met there' }),
      isOpen: z.boolean(),
    }),
  ),
  patrol: z.object({
    presenceHours: z.number(),
    personHours: z.number(),
    people: z.int(),
    cells: z.int(),
    allCells: z.int(),
    visits: z.int(),
    kilometres: z.number(),
  }),
  decisions: z.array(decision).nullable().meta({ description: 'Null for whoever does not command there' }),
});
export type WeeklySheet = z.output<typeof weeklySheet>;
