// biome-ignore-all lint/a11y/useSemanticElements: a table of elements cannot leave out the rows that are out of sight
// biome-ignore-all lint/a11y/useFocusableInteractive: one cell at a time has the focus, which the grid moves
// biome-ignore-all lint/a11y/useKeyWithMouseEvents: it only gives a cut text its title
// biome-ignore-all lint/suspicious/noArrayIndexKey: elements are used again for the row that comes into sight
import { type MouseEvent, useEffect, useMemo, useRef } from 'react';
import { useLocation } from 'wouter';
import { useActiveCell } from './active-cell.ts';
import type { CellChange } from './cell-editor.tsx';
import { columns, rowPixels, tracks } from './columns.ts';
import classes from './people-table.module.css';
import { usePeopleWords } from './people-words.ts';
import { PersonRow } from './person-row.tsx';
import type { ColumnKey, Names, Row } from './row.ts';
import { useRowWindow } from './row-window.ts';
import type { Sorting } from './view.ts';

type Props = {
  label: string;
  view: readonly Row[];
  names: Names;
  today: string;
  sorting: Sorting;
  sortBy: (key: ColumnKey) => void;
  edit: (row: Row) => void;
  change: (row: Row, change: CellChange) => void;
  empty: string;
};

/**
 * The register as a table of which only the rows in sight are drawn. Arrow keys move from cell to cell, Enter or a double
 * click changes one.
 */
export function PeopleTable(props: Props) {
  const { label, view, names, today, sorting, sortBy, edit, change, empty } = props;
  const words = usePeopleWords();
  const frame = useRef<HTMLDivElement>(null);
  const { first, end, look } = useRowWindow(frame, view.length, rowPixels);
  const { active, isEditing, follow, choose, open, close } = useActiveCell(frame, view.length);
  const openFile = useFileLinks();
  const commands = useMemo(
    () => ({
      edit,
      change: (row: Row, changed: CellChange | undefined) => {
        close();
        if (changed) change(row, changed);
      },
    }),
    [edit, change, close],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: another filter or order, which the effect does not read
  useEffect(() => {
    // Another filter or order begins at its top.
    frame.current?.scrollTo({ top: 0 });
  }, [view.length, sorting]);
  return (
    <div
      ref={frame}
      role="grid"
      aria-label={label}
      aria-rowcount={view.length + 1}
      aria-colcount={columns.length + 1}
      tabIndex={active ? -1 : 0}
      className={classes.frame}
      onScroll={look}
      onKeyDown={follow}
      onClick={(event) => {
        choose(event);
        openFile(event);
      }}
      onMouseOver={tellWhole}
      onDoubleClick={open}
    >
      <Head sorting={sorting} sortBy={sortBy} />
      {view.length === 0 && <div className={classes.empty}>{empty}</div>}
      <div style={{ height: view.length * rowPixels, width: 'max-content' }}>
        <div style={{ transform: `translateY(${first * rowPixels}px)` }}>
          {view.slice(first, end).map((row, index) => (
            <PersonRow
              // Elements are used again for the row that comes into sight: making them is what takes the time.
              key={(first + index) % (end - first)}
              row={row}
              place={first + index}
              names={names}
              words={words}
              today={today}
              activeColumn={active?.place === first + index ? active.column : -1}
              isEditing={isEditing && active?.place === first + index}
              commands={commands}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

function Head({ sorting, sortBy }: Pick<Props, 'sorting' | 'sortBy'>) {
  const words = usePeopleWords();
  return (
    <div role="row" aria-rowindex={1} className={classes.head}>
      <div className={classes.row} style={{ gridTemplateColumns: tracks, background: 'inherit' }}>
        {columns.map(({ key }, column) => {
          const isSorted = sorting.key === key;
          const direction = sorting.isDescending ? 'descending' : 'ascending';
          return (
            <div
              key={key}
              role="columnheader"
              aria-sort={isSorted ? direction : 'none'}
              className={column === 0 ? (classes.first ?? '') : ''}
            >
              <button type="button" className={classes.sort} onClick={() => sortBy(key)}>
                {words.columns[key]}
                {isSorted && (sorting.isDescending ? ' ↓' : ' ↑')}
              </button>
            </div>
          );
        })}
        <div role="columnheader" aria-label={words.table.edit} />
      </div>
    </div>
  );
}

/** Opens a file without loading the product again; with a key held the browser does what it always does. */
function useFileLinks() {
  const [, navigate] = useLocation();
  return (event: MouseEvent) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    navigate(link.getAttribute('href') ?? '/people');
  };
}

/** A text that is cut is told whole to whoever points at it. */
function tellWhole({ target }: MouseEvent): void {
  if (!(target instanceof HTMLElement) || target.getAttribute('role') !== 'gridcell') return;
  if (target.scrollWidth > target.clientWidth) target.title = target.textContent;
  else target.removeAttribute('title');
}
