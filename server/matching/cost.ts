import { nearestUsual, travelMinutes } from './distance.ts';
import type { Candidate, OpenPost, Priority, Settings } from './post.ts';

/** What an assignment costs, in minutes a day that people notice: on the way, getting to know a place, missed elsewhere. */
export type CostParts = { minutes: number; change: number; skill: number; load: number };

const changeMinutes = 30;
const skillMinutes = 5;
const mostSkillMinutes = 15;
const loadStepMinutes = 15;
const mostLoadSteps = 4;
const shortMinutes: Record<Priority, number> = { high: 1000, normal: 500, low: 200 };

/** Where nobody knows how far a person has, they are taken for as far as is allowed. */
export function costOf(person: Candidate, post: OpenPost, settings: Settings): CostParts {
  const nearest = post.position && nearestUsual(person, post.position);
  const kilometres = post.position ? (nearest?.kilometres ?? settings.maxKilometres) : 0;
  return {
    minutes: round(travelMinutes(kilometres)),
    change: knows(person, post) ? 0 : changeMinutes,
    skill: skillCost(person, post),
    load: loadCost(person, settings, 0),
  };
}

export const totalOf = ({ minutes, change, skill, load }: CostParts) =>
  round(minutes + change + skill + load);

/** They serve at the place, or in another cell of its owner, or it is their team's. */
export function knows(person: Candidate, { cellId, areaId, ownerAreaId }: OpenPost): boolean {
  const owner = areaId ?? ownerAreaId;
  return (
    (cellId !== null && (person.cells.includes(cellId) || person.teamCells.includes(cellId))) ||
    (owner !== null && person.areas.includes(owner))
  );
}

/** Somebody with skills that the post does not ask for is missed where they are asked for. */
export function skillCost({ skills }: Candidate, { requires }: Pick<OpenPost, 'requires'>): number {
  const spare = skills.filter((skill) => skill !== requires.skill).length;
  return Math.min(mostSkillMinutes, spare * skillMinutes);
}

/** Rises with what a person answers for beyond what is usual, and with each post of the same proposal. */
export function loadCost({ load, kind }: Candidate, { typicalLoad }: Settings, postsBefore: number): number {
  const beyond = Math.min(mostLoadSteps, Math.max(0, load - (typicalLoad[kind] ?? 0)));
  return loadStepMinutes * (beyond + postsBefore);
}

/** Leaving a place unfilled always costs more than anybody who may come; the higher obligation first. */
export function shortCost({ priority }: OpenPost, { maxKilometres, mostNewPosts }: Settings): number {
  const dearest =
    travelMinutes(maxKilometres) +
    changeMinutes +
    mostSkillMinutes +
    loadStepMinutes * (mostLoadSteps + mostNewPosts);
  return shortMinutes[priority] + Math.ceil(dearest);
}

/** To a hundredth, so that sums are the same on every machine. */
function round(minutes: number): number {
  return Math.round(minutes * 100) / 100;
}
