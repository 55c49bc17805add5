import { Anchor, Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { Link } from 'wouter';
import { openAction } from '../actions/open.ts';
import { officeApi } from '../api-office.ts';
import { useI18n } from '../i18n/index.tsx';
import { useTeamWords } from '../i18n/teams.ts';
import { useAreaName } from '../office/names.ts';
import { PageFrame } from '../office/page-frame.tsx';
import { RecordTable } from '../office/record-table.tsx';
import { useList } from '../office/use-list.ts';
import { holds, useSession } from '../state/session.ts';
import type { Team } from '../types-office.ts';

export default function Teams() {
  const { t } = useI18n();
  const words = t.office.teams;
  const areaName = useAreaName();
  const mayCommand = holds(useSession().data, ['chief']);
  const more = useTeamWords();
  const [kind, setKind] = useState('');
  const [search, setSearch] = useState('');
  const [q] = useDebouncedValue(search, 250);
  const list = useList(['teams', 'page', kind, q], async (cursor) => {
    const { teams, next } = await officeApi.teams({ cursor, kind: kind || undefined, q: q || undefined });
    return { rows: teams, next };
  });
  const columns = [
    {
      name: words.name,
      show: (team: Team) => (
        <Anchor component={Link} href={`/teams/${team.id}`} size="sm">
          {team.name}
        </Anchor>
      ),
    },
    { name: words.kind, show: (team: Team) => t.office.teamKinds[team.kind] ?? team.kind },
    { name: words.station, show: (team: Team) => areaName(team.stationAreaId) },
    { name: more.leader, show: (team: Team) => team.leader?.name ?? '' },
    { name: words.members, numeric: true, show: (team: Team) => String(team.members.length) },
    { name: more.cells, numeric: true, show: (team: Team) => String(team.cells.length) },
    { name: '', show: (team: Team) => mayCommand && <TeamActions team={team} /> },
  ];
  const kinds = [
    { value: '', label: t.common.all },
    ...Object.entries(t.office.teamKinds).map(([value, label]) => ({ value, label })),
  ];
  return (
    <PageFrame
      title={t.pages.teams}
      lead={words.lead}
      actions={mayCommand && <Button onClick={() => openAction('edit-team', {})}>{words.create}</Button>}
      filters={
        <>
          <NativeSelect
            label={words.kind}
            data={kinds}
            value={kind}
            onChange={(event) => setKind(event.currentTarget.value)}
          />
          <TextInput
            label={t.common.search}
            placeholder={more.search}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
        </>
      }
    >
      <RecordTable
        list={list}
        columns={columns}
        rowKey={(team) => team.id}
        empty={words.empty}
        label={t.pages.teams}
      />
    </PageFrame>
  );
}

function TeamActions({ team }: { team: Team }) {
  const { t } = useI18n();
  const words = t.office.teams;
  const edit = async () => {
    const { people } = await officeApi.people({ team: team.id, limit: 1000 });
    openAction('edit-team', { team, members: people });
  };
  const remove = () =>
    openAction('confirm', {
      title: words.remove,
      question: words.removeQuestion(team.name),
      submitLabel: t.common.remove,
      done: words.removed,
      changes: ['teams'],
      work: () => officeApi.removeTeam(team.id),
    });
  return (
    <Group gap={6} wrap="nowrap" justify="flex-end">
      <Button size="compact-xs" variant="light" onClick={() => void edit()}>
        {words.change}
      </Button>
      <Button size="compact-xs" variant="subtle" color="red" onClick={remove}>
        {t.common.remove}
      </Button>
    </Group>
  );
}
