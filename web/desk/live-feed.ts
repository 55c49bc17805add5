import { useSyncExternalStore } from 'react';
import type { LivePosition } from '../../server/live/position.ts';
import { listenToPositions } from '../api-desk.ts';

export type LiveFeed = {
  positions: readonly LivePosition[];
  state: 'connecting' | 'open' | 'lost' | 'ended';
};

const nothing: LiveFeed = { positions: [], state: 'connecting' };

let feed = nothing;
let stop: (() => void) | undefined;
const listeners = new Set<() => void>();

function set(next: LiveFeed): void {
  feed = next;
  for (const listener of listeners) listener();
}

/** One connection for whoever shows positions; it is closed with the last of them, and nothing of it is kept. */
function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  stop ??= begin();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    stop?.();
    stop = undefined;
    feed = nothing;
  };
}

function begin(): () => void {
  const known = new Map<number, LivePosition>();
  let isAnew = true;
  return listenToPositions({
    opened: () => {
      isAnew = true;
      set({ ...feed, state: 'open' });
    },
    lost: () => set({ ...feed, state: 'lost' }),
    ended: () => set({ positions: [], state: 'ended' }),
    told: ({ positions, gone }) => {
      // The first after a connection is made names everybody.
      if (isAnew) known.clear();
      isAnew = false;
      for (const device of gone) known.delete(device);
      for (const position of positions) known.set(position.device, position);
      set({ positions: [...known.values()], state: 'open' });
    },
  });
}

const ignore = () => () => {};

/** Where people on duty are now, while it is wanted. */
export function useLiveFeed(wanted: boolean): LiveFeed {
  return useSyncExternalStore(wanted ? subscribe : ignore, () => (wanted ? feed : nothing));
}
