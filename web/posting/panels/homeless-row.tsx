import { Button, Text } from '@mantine/core';
import { useI18n } from '../../i18n/index.tsx';
import { Icon } from '../../shell/icon.tsx';
import type { Homeless } from '../types.ts';
import { useWords } from '../words.ts';
import classes from './panels.module.css';

type Props = {
  homeless: Homeless;
  /** The new cells that are ticked. */
  homes: readonly number[];
  isPending: boolean;
  onTick: (cell: number, isTicked: boolean) => void;
  onAccept: () => void;
  onShow: () => void;
};

const percent = (share: number) => `${Math.round(share * 100)} %`;

/** One assignment of a former cell, with the new cells to tick. */
export function HomelessRow({ homeless, homes, isPending, onTick, onAccept, onShow }: Props) {
  const { t } = useI18n();
  const words = useWords().rehome;
  const { person, role, cell, isOwn } = homeless;
  const kind = t.words.personKinds[person.kind] ?? person.kind;
  return (
    <li className={classes.section} data-homeless={homeless.assignmentId}>
      <div className={classes.head}>
        <span className={classes.what}>
          {person.name}
          <small>
            {kind} · {role} · {words.former(cell.name || cell.code)}
          </small>
        </span>
        <Button
          size="compact-xs"
          variant="subtle"
          aria-label={words.showOne(person.name)}
          title={words.show}
          onClick={onShow}
        >
          <Icon name="pin" size={16} />
        </Button>
        <Button
          size="compact-sm"
          variant="light"
          aria-label={words.acceptOne(person.name, cell.name || cell.code)}
          disabled={!isOwn || isPending}
          onClick={onAccept}
        >
          {words.accept}
        </Button>
      </div>
      <ul className={classes.homes}>
        {homeless.homes.map((home) => (
          <li key={home.cell}>
            <label className={classes.row}>
              <input
                type="checkbox"
                checked={homes.includes(home.cell)}
                disabled={!isOwn}
                onChange={({ currentTarget }) => onTick(home.cell, currentTarget.checked)}
              />
              <span className={classes.what}>{home.name || home.code}</span>
              <span className={classes.aside}>
                {words.share(percent(home.share))}
                {home.isSuccessor && ` · ${words.successor}`}
              </span>
            </label>
          </li>
        ))}
      </ul>
      {homeless.homes.length === 0 && (
        <Text size="xs" c="red">
          {words.noHome}
        </Text>
      )}
      {homeless.homes.length > 0 && homes.length === 0 && (
        <Text size="xs" c="orange.8">
          {words.onlyEnd}
        </Text>
      )}
      {!isOwn && (
        <Text size="xs" c="dimmed">
          {words.foreign}
        </Text>
      )}
    </li>
  );
}
