import type { Homeless } from '../types.ts';

/** Which new cells are ticked for an assignment, where somebody has changed the proposal. */
export type Changes = ReadonlyMap<number, readonly number[]>;

/** The cells that are ticked: as proposed, until somebody says otherwise. */
export function homesOf({ assignmentId, homes }: Homeless, changes: Changes): readonly number[] {
  return changes.get(assignmentId) ?? homes.filter(({ isProposed }) => isProposed).map(({ cell }) => cell);
}

/** The same changes with one cell ticked or not. */
export function withHome(homeless: Homeless, changes: Changes, cell: number, isTicked: boolean): Changes {
  const rest = homesOf(homeless, changes).filter((one) => one !== cell);
  return new Map([...changes, [homeless.assignmentId, isTicked ? [...rest, cell] : rest]]);
}

/** What is sent to accept some assignments; those of another area are left to whoever covers them. */
export function acceptanceOf(list: readonly Homeless[], changes: Changes) {
  return list
    .filter(({ isOwn }) => isOwn)
    .map((homeless) => ({
      assignmentId: homeless.assignmentId,
      cellIds: [...homesOf(homeless, changes)],
    }));
}
