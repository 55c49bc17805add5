import { TagsInput } from '@mantine/core';
import { type KeyboardEvent, useState } from 'react';
import { useI18n } from '../i18n/index.tsx';
import { AreaPicker } from '../office/pickers.tsx';
import type { PersonInput } from '../types-office.ts';
import type { Editor } from './columns.ts';
import classes from './people-table.module.css';
import type { ColumnKey, Row } from './row.ts';

export type CellChange = Omit<PersonInput, 'revision'>;

type Props = {
  row: Row;
  column: ColumnKey;
  editor: Editor;
  label: string;
  /** With what changed; undefined where nothing did. */
  finish: (change: CellChange | undefined) => void;
};

/** A cell while it is changed: Enter or leaving it keeps the change, Escape drops it. */
export function CellEditor(props: Props) {
  const { editor, row, column, label, finish } = props;
  switch (editor) {
    case 'kind':
      return <KindEditor {...props} />;
    case 'words':
      return <WordsEditor {...props} />;
    case 'station':
    case 'home':
      return (
        <div className={`${classes.editor} ${classes.wide}`}>
          <AreaPicker
            label={label}
            isOpenAtOnce
            kinds={editor === 'station' ? ['station'] : ['village', 'community']}
            value={editor === 'station' ? row.stationAreaId : row.homeAreaId}
            onChange={(id) => finish({ [column]: id })}
            onClose={() => finish(undefined)}
          />
        </div>
      );
    default:
      return <TextEditor {...props} />;
  }
}

function TextEditor({ row, column, editor, label, finish }: Props) {
  const before = String(row[column] ?? '');
  const [value, setValue] = useState(before);
  const keep = () => {
    const next = value.trim();
    finish(next === before ? undefined : { [column]: next || null });
  };
  return (
    <div className={classes.editor}>
      <input
        // The editor is opened by whoever is about to type.
        ref={(input) => input?.focus()}
        className={classes.plain}
        aria-label={label}
        type={editor === 'day' ? 'date' : 'text'}
        value={value}
        onChange={(event) => setValue(event.currentTarget.value)}
        onBlur={keep}
        onKeyDown={keyed(keep, () => finish(undefined))}
      />
    </div>
  );
}

function KindEditor({ row, label, finish }: Props) {
  const { t } = useI18n();
  return (
    <div className={classes.editor}>
      <select
        ref={(select) => select?.focus()}
        className={classes.plain}
        aria-label={label}
        defaultValue={row.kind}
        onChange={(event) => {
          const kind = kinds.find((one) => one === event.currentTarget.value);
          finish(kind && { kind });
        }}
        onBlur={() => finish(undefined)}
        onKeyDown={keyed(undefined, () => finish(undefined))}
      >
        {kinds.map((kind) => (
          <option key={kind} value={kind}>
            {t.words.personKinds[kind]}
          </option>
        ))}
      </select>
    </div>
  );
}

const kinds = ['officer', 'auxiliary', 'volunteer', 'grid_worker'] as const;

function WordsEditor({ row, column, label, finish }: Props) {
  const before = column === 'languages' ? row.languages : row.skills;
  const [value, setValue] = useState(before);
  const [typed, setTyped] = useState('');
  const keep = () => {
    const next = [...new Set([...value, typed.trim()].filter(Boolean))];
    finish(next.join('\n') === before.join('\n') ? undefined : { [column]: next });
  };
  return (
    <div className={`${classes.editor} ${classes.wide}`}>
      <TagsInput
        autoFocus
        aria-label={label}
        value={value}
        onChange={setValue}
        searchValue={typed}
        onSearchChange={setTyped}
        onBlur={keep}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === 'Escape') finish(undefined);
          if (event.key === 'Enter' && typed.trim() === '') keep();
        }}
      />
    </div>
  );
}

/** The keys of a field in a cell are not those of the table around it. */
function keyed(keep: (() => void) | undefined, drop: () => void) {
  return (event: KeyboardEvent) => {
    event.stopPropagation();
    if (event.key === 'Escape') drop();
    if (event.key === 'Enter') keep?.();
  };
}
