import { Button, NativeSelect, Select, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { memo, useMemo } from 'react';
import { useI18n } from '../i18n/index.tsx';
import classes from './people-table.module.css';
import { usePeopleWords } from './people-words.ts';
import { conditionsOf, type Filter, type Register } from './view.ts';

type Props = {
  filter: Filter;
  setFilter: (change: Partial<Filter>) => void;
  register: Register | undefined;
  teams: readonly { id: number; name: string }[];
};

/** What is searched for and by what the table is narrowed; folded on a phone. */
export function PeopleFilters({ filter, setFilter, register, teams }: Props) {
  const { t } = useI18n();
  const words = usePeopleWords();
  const [isOpen, { toggle }] = useDisclosure(false);
  const { text, ...conditions } = filter;
  const set = conditionsOf(filter);
  return (
    <search className={classes.filters}>
      <div className={classes.search}>
        <TextInput
          type="search"
          label={t.common.search}
          placeholder={words.table.searchHint}
          value={text}
          onChange={(event) => setFilter({ text: event.currentTarget.value })}
        />
        <Button variant="default" className={classes.toggle ?? ''} onClick={toggle} aria-expanded={isOpen}>
          {words.table.filters}
          {set > 0 && ` (${set})`}
        </Button>
      </div>
      <Conditions
        {...conditions}
        setFilter={setFilter}
        register={register}
        teams={teams}
        isFolded={!isOpen}
      />
    </search>
  );
}

type ConditionsProps = Omit<Filter, 'text'> & Omit<Props, 'filter'> & { isFolded: boolean };

/** Not drawn again while somebody types into the search. */
const Conditions = memo(function Conditions(props: ConditionsProps) {
  const { kind, station, skill, team, expiry, presence, setFilter, register, teams, isFolded } = props;
  const { t } = useI18n();
  const words = usePeopleWords();
  const { stations, skills } = useMemo(() => choicesOf(register), [register]);
  const className = isFolded ? (classes.folded ?? '') : '';
  const choice = {
    className,
    searchable: true,
    clearable: true,
    placeholder: t.common.all,
    nothingFoundMessage: t.office.nothingFound,
    clearButtonProps: { 'aria-label': t.office.clear },
  };
  const any = { value: '', label: t.common.all };
  return (
    <>
      <NativeSelect
        className={className}
        label={words.columns.kind}
        data={[any, ...Object.entries(t.words.personKinds).map(([value, label]) => ({ value, label }))]}
        value={kind}
        onChange={(event) => setFilter({ kind: event.currentTarget.value })}
      />
      <Select
        {...choice}
        label={words.columns.stationAreaId}
        data={stations}
        value={station === null ? null : String(station)}
        onChange={(id) => setFilter({ station: id === null ? null : Number(id) })}
      />
      <Select
        {...choice}
        label={words.skill}
        data={skills}
        value={skill || null}
        onChange={(chosen) => setFilter({ skill: chosen ?? '' })}
      />
      <Select
        {...choice}
        label={words.team}
        data={teamChoices(teams)}
        value={team === null ? null : String(team)}
        onChange={(id) => setFilter({ team: id === null ? null : Number(id) })}
      />
      <NativeSelect
        className={className}
        label={words.expiry.label}
        data={[
          { value: '', label: words.expiry.any },
          ...expiries.map((value) => ({ value, label: words.expiry[value] })),
        ]}
        value={expiry}
        onChange={(event) =>
          setFilter({ expiry: expiries.find((one) => one === event.currentTarget.value) ?? '' })
        }
      />
      <NativeSelect
        className={className}
        label={words.presence.label}
        data={presences.map((value) => ({ value, label: words.presence[value] }))}
        value={presence}
        onChange={(event) =>
          setFilter({ presence: presences.find((one) => one === event.currentTarget.value) ?? 'here' })
        }
      />
    </>
  );
});

const expiries = ['expired', 'soon', 'later'] as const;
const presences = ['here', 'left', 'all'] as const;

const teamChoices = (teams: Props['teams']) => [
  ...new Map(teams.map(({ id, name }) => [id, { value: String(id), label: name }])).values(),
];

/** The stations and skills that occur. */
function choicesOf(register: Register | undefined) {
  const rows = register?.rows ?? [];
  const stations = [...new Set(rows.map(({ stationAreaId }) => stationAreaId))].flatMap((id) =>
    id === null ? [] : { value: String(id), label: register?.names.area(id) ?? '' },
  );
  const skills = [...new Set(rows.flatMap((row) => row.skills))].sort((a, b) => a.localeCompare(b, 'zh-CN'));
  return { stations, skills };
}
