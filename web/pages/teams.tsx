import { Button, Group } from '@mantine/core';
import { openAction } from '../actions/open.ts';
import { officeApi } from '../api-office.ts';
import { useI18n } from '../i18n/index.tsx';
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
  const list = useList(['teams', 'page'], async (cursor) => {
    const { teams, next } = await officeApi.teams({ cursor });
    return { rows: teams, next };
  });
  const columns = [
    { name: words.name, show: (team: Team) => team.name },
    { name: words.kind, show: (team: Team) => t.office.teamKinds[team.kind] ?? team.kind },
    { name: words.station, show: (team: Team) => areaName(team.stationAreaId) },
    { name: words.members, numeric: true, show: (team: Team) => String(team.members.length) },
    { name: '', show: (team: Team) => mayCommand && <TeamActions team={team} /> },
  ];
  return (
    <PageFrame
      title={t.pages.teams}
      lead={words.lead}
      actions={mayCommand && <Button onClick={() => openAction('edit-team', {})}>{words.create}</Button>}
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
