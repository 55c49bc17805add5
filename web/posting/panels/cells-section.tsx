import { Button, Loader } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useI18n } from '../../i18n/index.tsx';
import type { AreaFeature } from '../../types.ts';
import { type CellFilter, isFiltering } from '../state/cell-filter.ts';
import { choose, type Selection } from '../state/selection.ts';
import type { PostingCell } from '../types.ts';
import { useWords } from '../words.ts';
import { FilterFields } from './filter-fields.tsx';
import classes from './panels.module.css';

/** More rows would be slow to draw, and nobody reads them. */
const rowsAtOnce = 100;

type Props = {
  cells: readonly PostingCell[];
  /** Those that the filter lets through. */
  matching: readonly PostingCell[];
  isLoading: boolean;
  areas: ReadonlyMap<number, AreaFeature>;
  filter: CellFilter;
  onFilter: (filter: CellFilter) => void;
  selected: Selection;
  onSelect: (selected: Selection) => void;
  /** How often something was chosen on the map: then the list shows what. */
  drawings: number;
};

/** Which cells: how many are chosen, a filter, and the list to tick in. */
export function CellsSection(props: Props) {
  const { cells, matching, isLoading, areas, filter, onFilter, selected, onSelect, drawings } = props;
  const words = useWords().cells;
  const [isOpen, setOpen] = useState(false);
  const [onlyChosen, setOnlyChosen] = useState(false);
  useEffect(() => {
    if (drawings > 0) setOnlyChosen(true);
  }, [drawings]);
  const isFiltered = isFiltering(filter);
  const listed = onlyChosen ? cells.filter(({ id }) => selected.has(id)) : matching;
  return (
    <section className={classes.section} aria-labelledby="posting-cells">
      <div className={classes.head}>
        <span className={classes.number} aria-hidden="true">
          1
        </span>
        <h2 id="posting-cells">{words.heading}</h2>
        <span className={classes.count} aria-live="polite" data-chosen={selected.size}>
          {words.chosen(selected.size, isFiltered ? matching.length : undefined)}
        </span>
        {isLoading && <Loader size={14} aria-label={words.loading} />}
        <Button
          className={classes.end ?? ''}
          size="compact-xs"
          variant={isOpen || isFiltered ? 'light' : 'default'}
          aria-expanded={isOpen}
          onClick={() => setOpen(!isOpen)}
        >
          {words.filter}
        </Button>
        <Button
          size="compact-xs"
          variant="default"
          disabled={selected.size === 0}
          onClick={() => {
            setOnlyChosen(false);
            onSelect(new Set());
          }}
        >
          {words.clear}
        </Button>
      </div>
      {isOpen && <FilterFields cells={cells} areas={areas} filter={filter} onChange={onFilter} />}
      <div className={classes.head}>
        <Button
          size="compact-xs"
          variant="light"
          disabled={matching.length === 0}
          onClick={() => onSelect(new Set(matching.map(({ id }) => id)))}
        >
          {words.takeAll(matching.length)}
        </Button>
        {selected.size > 0 && isFiltered && (
          <Button
            size="compact-xs"
            variant="light"
            onClick={() =>
              onSelect(
                choose(
                  selected,
                  matching.map(({ id }) => id),
                  'add',
                ),
              )
            }
          >
            {words.addAll}
          </Button>
        )}
        <label className={`${classes.row} ${classes.end}`}>
          <input
            type="checkbox"
            checked={onlyChosen}
            onChange={({ currentTarget }) => setOnlyChosen(currentTarget.checked)}
          />
          {words.onlyChosen}
        </label>
      </div>
      <CellList
        cells={listed}
        empty={onlyChosen ? words.nothingChosen : words.none}
        selected={selected}
        onSelect={onSelect}
      />
    </section>
  );
}

type ListProps = {
  cells: readonly PostingCell[];
  empty: string;
  selected: Selection;
  onSelect: (selected: Selection) => void;
};

function CellList({ cells, empty, selected, onSelect }: ListProps) {
  const { t } = useI18n();
  const words = useWords().cells;
  const [shown, setShown] = useState(rowsAtOnce);
  if (cells.length === 0) return <p className={classes.empty}>{empty}</p>;
  return (
    <ul className={classes.list} aria-label={words.list}>
      {cells.slice(0, shown).map(({ id, name, code, usage, people }) => (
        <li key={id}>
          <label className={classes.row}>
            <input
              type="checkbox"
              checked={selected.has(id)}
              onChange={({ currentTarget }) =>
                onSelect(choose(selected, [id], currentTarget.checked ? 'add' : 'remove'))
              }
            />
            <span className={classes.what}>
              {name || code}
              {(usage || (name && name !== code)) && (
                <small>
                  {[name && name !== code ? code : '', usage && (t.words.usages[usage] ?? usage)]
                    .filter(Boolean)
                    .join(' · ')}
                </small>
              )}
            </span>
            <span className={`${classes.aside} ${people === 0 ? classes.lacking : ''}`}>
              {words.people(people)}
            </span>
          </label>
        </li>
      ))}
      {cells.length > shown && (
        <li className={classes.empty}>
          <Button size="compact-xs" variant="light" onClick={() => setShown(shown + rowsAtOnce)}>
            {words.more(Math.min(rowsAtOnce, cells.length - shown))}
          </Button>
        </li>
      )}
    </ul>
  );
}
