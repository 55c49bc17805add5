// biome-ignore-all lint/a11y/useSemanticElements: a table of elements cannot leave out the rows that are out of sight
// biome-ignore-all lint/a11y/useFocusableInteractive: one cell at a time has the focus, which the grid moves
import { memo } from 'react';
import { type CellChange, CellEditor } from './cell-editor.tsx';
import { columns, tracks } from './columns.ts';
import { expiryOf } from './expiry.ts';
import classes from './people-table.module.css';
import type { usePeopleWords } from './people-words.ts';
import { type Names, type Row, textOf } from './row.ts';

type RowCommands = {
  edit: (row: Row) => void;
  /** Undefined: the editor is left without a change. */
  change: (row: Row, change: CellChange | undefined) => void;
};

type Props = {
  row: Row;
  /** Its place in the view, from 0. */
  place: number;
  names: Names;
  words: ReturnType<typeof usePeopleWords>;
  today: string;
  /** The column that has the focus of the keyboard, and whether it is being changed. */
  activeColumn: number;
  isEditing: boolean;
  commands: RowCommands;
};

const layout = { gridTemplateColumns: tracks };
const first = `${classes.cell} ${classes.first}`;
const editing = `${classes.cell} ${classes.editing}`;

/**
 * One row; forty of them pass at every turn of the wheel, so a cell is one element with a text, and what can be asked of
 * the table once (titles, links, where a click was) is not in the rows.
 */
export const PersonRow = memo(function PersonRow(props: Props) {
  const { row, place, names, words, today, activeColumn, isEditing, commands } = props;
  const isGone = row.leftOn !== null && row.leftOn <= today;
  return (
    <div
      role="row"
      aria-rowindex={place + 2}
      className={isGone ? `${classes.row} ${classes.gone}` : classes.row}
      style={layout}
    >
      {columns.map(({ key, editor }, column) => {
        if (column === activeColumn && isEditing && editor)
          return (
            <div key={key} role="gridcell" className={editing}>
              <CellEditor
                row={row}
                column={key}
                editor={editor}
                label={words.columns[key]}
                finish={(change) => commands.change(row, change)}
              />
            </div>
          );
        const mark = key === 'nextExpiryOn' ? expiryOf(row.nextExpiryOn, today) : undefined;
        const text = textOf(row, key, names);
        return (
          <div
            key={key}
            role="gridcell"
            tabIndex={column === activeColumn ? 0 : undefined}
            className={column === 0 ? first : mark ? `${classes.cell} ${classes[mark] ?? ''}` : classes.cell}
          >
            {key === 'name' ? <a href={`/people/${row.id}`}>{text}</a> : text}
            {mark === 'expired' && ` · ${words.expiry.ended}`}
          </div>
        );
      })}
      <div role="gridcell" className={classes.cell}>
        <button
          type="button"
          tabIndex={-1}
          className={classes.edit}
          aria-label={words.table.editOf(row.name)}
          onClick={() => commands.edit(row)}
        >
          {words.table.edit}
        </button>
      </div>
    </div>
  );
});
