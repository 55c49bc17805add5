import { type KeyboardEvent, useEffect, useRef } from 'react';

const listKeys = ['ArrowDown', 'ArrowUp', 'Enter'];

/**
 * For a field whose list somebody else searches: keys that choose in it while it still answers what was typed before
 * wait, and are pressed again when it answers this. Whoever types quickly would otherwise choose nobody, or whoever has
 * taken the place in the list.
 */
export function useKeysInTurn(isCurrent: boolean) {
  const waiting = useRef<{ field: EventTarget; key: string }[]>([]);
  useEffect(() => {
    if (!isCurrent) return;
    const isDown = { bubbles: true, cancelable: true };
    for (const { field, key } of waiting.current.splice(0))
      field.dispatchEvent(new KeyboardEvent('keydown', { ...isDown, key, code: key }));
  });
  return {
    onKeyDownCapture: (event: KeyboardEvent) => {
      const { key, target, nativeEvent } = event;
      if (!listKeys.includes(key)) {
        waiting.current = [];
        return;
      }
      if (isCurrent || nativeEvent.isComposing) return;
      event.preventDefault();
      event.stopPropagation();
      waiting.current.push({ field: target, key });
    },
    onBlurCapture: () => {
      waiting.current = [];
    },
  };
}
