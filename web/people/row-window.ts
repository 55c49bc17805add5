import { type RefObject, useCallback, useEffect, useState } from 'react';

/** Rows drawn beyond the edges, so that a quick wheel meets no blank. */
const spare = 8;

/**
 * Which rows of a scrolled list are to be drawn: those in sight and a few around. All rows have one height, so nothing is
 * measured but the frame itself.
 */
export function useRowWindow(frame: RefObject<HTMLElement | null>, count: number, rowPixels: number) {
  const [sight, setSight] = useState({ first: 0, end: 40 });
  const look = useCallback(() => {
    const element = frame.current;
    if (!element) return;
    const first = Math.max(0, Math.floor(element.scrollTop / rowPixels) - spare);
    const end = Math.ceil((element.scrollTop + element.clientHeight) / rowPixels) + spare;
    setSight((before) => (before.first === first && before.end === end ? before : { first, end }));
  }, [frame, rowPixels]);
  useEffect(() => {
    const element = frame.current;
    if (!element) return;
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => observer.disconnect();
  }, [frame, look]);
  const end = Math.min(count, sight.end);
  return { first: Math.min(sight.first, Math.max(0, end - 1)), end, look };
}
