import {
  type KeyboardEvent,
  type MouseEvent,
  type RefObject,
  useCallback,
  useEffect,
  useRef,
  useState,
} from 'react';
import { columns, rowPixels } from './columns.ts';

export type Cell = { place: number; column: number };

const steps: Record<string, (cell: Cell, page: number) => Cell> = {
  ArrowDown: ({ place, column }) => ({ place: place + 1, column }),
  ArrowUp: ({ place, column }) => ({ place: place - 1, column }),
  ArrowRight: ({ place, column }) => ({ place, column: column + 1 }),
  ArrowLeft: ({ place, column }) => ({ place, column: column - 1 }),
  PageDown: ({ place, column }, page) => ({ place: place + page, column }),
  PageUp: ({ place, column }, page) => ({ place: place - page, column }),
  Home: ({ place }) => ({ place, column: 0 }),
  End: ({ place }) => ({ place, column: columns.length - 1 }),
};

/** The cell that the keyboard is at, kept in sight, and whether it is being changed. */
export function useActiveCell(frame: RefObject<HTMLElement | null>, count: number) {
  const [active, setActive] = useState<Cell | null>(null);
  const [isEditing, setEditing] = useState(false);
  const isFollowed = useRef(false);
  useEffect(() => {
    if (!active || isEditing || !isFollowed.current) return;
    isFollowed.current = false;
    frame.current
      ?.querySelector<HTMLElement>('[role=gridcell][tabindex="0"]')
      ?.focus({ preventScroll: true });
  });
  const go = (cell: Cell) => {
    const place = Math.max(0, Math.min(count - 1, cell.place));
    isFollowed.current = true;
    setActive({ place, column: Math.max(0, Math.min(columns.length - 1, cell.column)) });
    reveal(frame.current, place);
  };
  const follow = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLButtonElement || count === 0) return;
    const page = Math.max(1, Math.floor((frame.current?.clientHeight ?? 0) / rowPixels) - 2);
    const step = steps[event.key];
    if (step) {
      event.preventDefault();
      go(active ? step(active, page) : { place: 0, column: 0 });
    } else if (active && isOpening(event)) {
      event.preventDefault();
      if (columns[active.column]?.editor) setEditing(true);
    }
  };
  const choose = (event: MouseEvent) => {
    const cell = cellOf(event.target);
    if (!cell) return;
    isFollowed.current = true;
    setActive(cell);
  };
  const open = (event: MouseEvent) => {
    const cell = cellOf(event.target);
    if (!cell || !columns[cell.column]?.editor) return;
    setActive(cell);
    setEditing(true);
  };
  const close = useCallback(() => {
    isFollowed.current = true;
    setEditing(false);
  }, []);
  return { active, isEditing, follow, choose, open, close };
}

/** Enter on a link follows it. */
function isOpening({ key, target }: KeyboardEvent): boolean {
  return key === 'F2' || (key === 'Enter' && !(target instanceof HTMLAnchorElement));
}

/** The place of the cell that an element is in: its row says its own, its neighbours in the row the column. */
function cellOf(target: EventTarget): Cell | undefined {
  const cell = target instanceof Element ? target.closest('[role=gridcell]') : null;
  const row = cell?.closest('[role=row]');
  if (!cell || !row) return undefined;
  const column = [...row.children].indexOf(cell);
  return column < columns.length
    ? { place: Number(row.getAttribute('aria-rowindex')) - 2, column }
    : undefined;
}

/** Scrolls no farther than until the row is whole, below the head. */
function reveal(frame: HTMLElement | null, place: number): void {
  if (!frame) return;
  const top = place * rowPixels;
  if (top < frame.scrollTop) frame.scrollTop = top;
  else if (top + 2 * rowPixels > frame.scrollTop + frame.clientHeight)
    frame.scrollTop = top + 2 * rowPixels - frame.clientHeight;
}
