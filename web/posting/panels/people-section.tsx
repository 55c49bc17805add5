import { Autocomplete, Button, Loader, NativeSelect, Pill, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { officeApi } from '../../api-office.ts';
import { useI18n } from '../../i18n/index.tsx';
import type { Person } from '../../types-office.ts';
import { useTeams } from '../state/use-posting-data.ts';
import { useWords } from '../words.ts';
import classes from './panels.module.css';

const listedAtOnce = 50;
const settleMillis = 200;

type Chosen = ReadonlyMap<number, Person>;
type Props = { chosen: Chosen; onChoose: (chosen: Chosen) => void };

type Filter = { q: string; kind: string; skill: string; team: string };

/** People who are still with us and match, and more of them when asked. */
function usePeople(filter: Filter) {
  const [limit, setLimit] = useState(listedAtOnce);
  const [settled] = useDebouncedValue(filter, settleMillis);
  const query = {
    q: settled.q || undefined,
    kind: settled.kind || undefined,
    skill: settled.skill || undefined,
    team: settled.team || undefined,
    left: false,
    limit,
  };
  const people = useQuery({
    queryKey: ['people', 'posting', query],
    queryFn: () => officeApi.people(query),
    placeholderData: keepPreviousData,
  });
  const next = people.data?.next ?? null;
  return {
    people,
    rows: people.data?.people ?? [],
    more: next === null || limit >= 1000 ? undefined : () => setLimit(Math.min(1000, limit * 4)),
  };
}

/** Who: search and filter, tick several; those chosen stay whatever is searched next. */
export function PeopleSection({ chosen, onChoose }: Props) {
  const { t } = useI18n();
  const words = useWords().people;
  const [filter, setFilter] = useState<Filter>({ q: '', kind: '', skill: '', team: '' });
  const { people, rows, more } = usePeople(filter);
  const teams = useTeams();
  const skills = [...new Set(rows.flatMap((person) => person.skills))].sort();
  const set = (part: Partial<Filter>) => setFilter({ ...filter, ...part });
  const change = (person: Person, isChosen: boolean) => {
    const next = new Map(chosen);
    if (isChosen) next.set(person.id, person);
    else next.delete(person.id);
    onChoose(next);
  };
  const any = { value: '', label: words.any };
  return (
    <section className={classes.section} aria-labelledby="posting-people">
      <div className={classes.head}>
        <span className={classes.number} aria-hidden="true">
          2
        </span>
        <h2 id="posting-people">{words.heading}</h2>
        <span className={classes.count} aria-live="polite">
          {words.chosen(chosen.size)}
        </span>
        {people.isFetching && <Loader size={14} aria-label={t.shell.loading} />}
        <Button
          className={classes.end ?? ''}
          size="compact-xs"
          variant="light"
          disabled={rows.length === 0}
          onClick={() =>
            onChoose(new Map([...chosen, ...rows.map((person) => [person.id, person] as const)]))
          }
        >
          {words.takeAll}
        </Button>
      </div>
      {chosen.size > 0 && (
        <div className={classes.pills}>
          {[...chosen.values()].map((person) => (
            <Pill
              key={person.id}
              size="sm"
              withRemoveButton
              onRemove={() => change(person, false)}
              removeButtonProps={{
                'aria-label': words.remove(person.name),
                'aria-hidden': false,
                tabIndex: 0,
              }}
            >
              {person.name}
            </Pill>
          ))}
        </div>
      )}
      <div className={classes.fields}>
        <TextInput
          className={classes.wide ?? ''}
          size="xs"
          aria-label={words.search}
          placeholder={words.search}
          value={filter.q}
          onChange={({ currentTarget }) => set({ q: currentTarget.value })}
        />
        <NativeSelect
          size="xs"
          label={words.kind}
          data={[any, ...Object.entries(t.words.personKinds).map(([value, label]) => ({ value, label }))]}
          value={filter.kind}
          onChange={({ currentTarget }) => set({ kind: currentTarget.value })}
        />
        <Autocomplete
          size="xs"
          label={words.skill}
          data={skills}
          value={filter.skill}
          onChange={(skill) => set({ skill })}
        />
        <NativeSelect
          className={classes.wide ?? ''}
          size="xs"
          label={words.team}
          data={[
            any,
            ...(teams.data?.teams ?? []).map(({ id, name }) => ({ value: String(id), label: name })),
          ]}
          value={filter.team}
          onChange={({ currentTarget }) => set({ team: currentTarget.value })}
        />
      </div>
      {rows.length === 0 && people.isFetched ? (
        <p className={classes.empty}>{words.none}</p>
      ) : (
        <ul className={classes.list} aria-label={words.list}>
          {rows.map((person) => (
            <PersonRow
              key={person.id}
              person={person}
              isChosen={chosen.has(person.id)}
              onChange={(isChosen) => change(person, isChosen)}
            />
          ))}
          {more && (
            <li className={classes.empty}>
              <Button size="compact-xs" variant="light" onClick={more}>
                {words.more}
              </Button>
            </li>
          )}
        </ul>
      )}
    </section>
  );
}

type RowProps = { person: Person; isChosen: boolean; onChange: (isChosen: boolean) => void };

function PersonRow({ person, isChosen, onChange }: RowProps) {
  const { t } = useI18n();
  const words = useWords().people;
  const details = [t.words.personKinds[person.kind], person.organisation, t.common.list(person.skills)];
  return (
    <li>
      <label className={classes.row}>
        <input
          type="checkbox"
          checked={isChosen}
          onChange={({ currentTarget }) => onChange(currentTarget.checked)}
        />
        <span className={classes.what}>
          {person.name}
          <small>{details.filter(Boolean).join(' · ')}</small>
        </span>
        <span className={classes.aside}>{person.leftOn ? words.leaves(person.leftOn) : person.number}</span>
      </label>
    </li>
  );
}
