import { Anchor, Button, Group, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'wouter';
import { openAction } from '../actions/open.ts';
import { officeApi } from '../api-office.ts';
import { teamsApi } from '../api-teams.ts';
import { useI18n } from '../i18n/index.tsx';
import { useTeamWords } from '../i18n/teams.ts';
import { useAreaName } from '../office/names.ts';
import { PageFrame } from '../office/page-frame.tsx';
import { TeamCells } from '../office/team/team-cells.tsx';
import { TeamMembers } from '../office/team/team-members.tsx';
import { ErrorNotice } from '../shell/error-notice.tsx';
import type { Team } from '../types-office.ts';

/** One team: who leads it, who belongs and belonged to it, and its cells. */
export default function TeamPage() {
  const { t } = useI18n();
  const words = useTeamWords();
  const id = Number(useParams()['id']);
  const found = useQuery({ queryKey: ['teams', id], queryFn: () => teamsApi.team(id) });
  const team = found.data;
  return (
    <PageFrame
      title={team?.name ?? t.pages.team}
      actions={team && <Commands team={team} />}
      filters={
        <Anchor component={Link} href="/teams" size="sm">
          {words.back}
        </Anchor>
      }
    >
      {found.error && <ErrorNotice error={found.error} retry={() => void found.refetch()} />}
      {team && (
        <>
          <Facts team={team} />
          <TeamMembers team={team} />
          <TeamCells team={team} />
        </>
      )}
    </PageFrame>
  );
}

function Facts({ team }: { team: Team }) {
  const { t } = useI18n();
  const words = useTeamWords();
  const areaName = useAreaName();
  const facts = [
    [words.kind, t.office.teamKinds[team.kind] ?? team.kind],
    [words.station, team.stationAreaId === null ? words.districts : areaName(team.stationAreaId)],
    [words.leader, team.leader ? `${team.leader.name} · ${team.leader.number}` : words.noLeader],
  ];
  return (
    <Group gap="xl">
      {facts.map(([name, value]) => (
        <Text size="sm" key={name}>
          <Text span c="dimmed">
            {name}{' '}
          </Text>
          {value}
        </Text>
      ))}
      <Text size="sm">{words.counts(team.members.length, team.cells.length)}</Text>
    </Group>
  );
}

function Commands({ team }: { team: Team }) {
  const { t } = useI18n();
  const edit = async () => {
    const { people } = await officeApi.people({ team: team.id, limit: 1000 });
    openAction('edit-team', { team, members: people });
  };
  return (
    <Button variant="default" onClick={() => void edit()}>
      {t.office.teams.change}
    </Button>
  );
}
