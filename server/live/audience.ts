import { coversStation, type Scope } from '../access/scope.ts';
import type { Told } from './board.ts';
import type { News } from './keep-board.ts';

/** Those who may see the same: what of the board they are told, worked out and put into bytes once for all of them. */
export type Audience = {
  scope: Scope;
  /** What is told of, by device: one that another person takes over may leave the scope. */
  told: Map<number, Told>;
  /** All of it as one event; made where somebody needs it, and kept until something changes. */
  everything: Buffer | undefined;
};

/** The same text for scopes that cover the same. */
export function scopeKey({ everywhere, areaIds, includesDistrict, ownPersonId }: Scope): string {
  return JSON.stringify([everywhere, [...areaIds].sort((a, b) => a - b), includesDistrict, ownPersonId]);
}

export function audienceOf(scope: Scope, board: ReadonlyMap<number, Told>): Audience {
  const told = new Map([...board].filter(([, one]) => isCovered(scope, one)));
  return { scope, told, everything: undefined };
}

/** Takes the news of the board into what an audience is told, and returns what of them is news for it. */
export function takeNews({ scope, told }: Audience, { changed, gone }: News): News {
  const news = { changed: [] as Told[], gone: gone.filter((device) => told.delete(device)) };
  for (const one of changed) {
    const { device } = one.position;
    if (isCovered(scope, one)) {
      told.set(device, one);
      news.changed.push(one);
    } else if (told.delete(device)) {
      news.gone.push(device);
    }
  }
  return news;
}

export function eventOf({ changed, gone }: News): Buffer {
  const positions = changed.map(({ position }) => position);
  return Buffer.from(`event: positions\ndata: ${JSON.stringify({ positions, gone })}\n\n`);
}

export function everythingFor(audience: Audience): Buffer {
  audience.everything ??= eventOf({ changed: [...audience.told.values()], gone: [] });
  return audience.everything;
}

function isCovered(scope: Scope, { position, personStationId, deviceStationId }: Told): boolean {
  if (scope.ownPersonId !== null && position.person?.id === scope.ownPersonId) return true;
  if (!scope.everywhere && scope.grantedIds.length === 0) return false;
  return coversStation(scope, position.person ? personStationId : deviceStationId);
}
