import { useSyncExternalStore } from 'react';
import type { ActionName, ActionProps } from './registry.ts';

type OpenAction = { name: ActionName; props: object; key: number };

const listeners = new Set<() => void>();
let current: OpenAction | null = null;
let opened = 0;

function show(next: OpenAction | null) {
  current = next;
  for (const listener of listeners) listener();
}

/** Opens a dialog, in place of the one that is open. */
export function openAction<N extends ActionName>(
  name: N,
  ...[props]: object extends ActionProps<N> ? [ActionProps<N>?] : [ActionProps<N>]
): void {
  opened += 1;
  show({ name, props: props ?? {}, key: opened });
}

export const closeAction = () => show(null);

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useOpenAction = () => useSyncExternalStore(subscribe, () => current);
