import { Badge, Button, Group, Stack, Text, Title } from '@mantine/core';
import { openAction } from '../../actions/open.ts';
import { officeApi } from '../../api-office.ts';
import { type Membership, teamsApi } from '../../api-teams.ts';
import { useI18n } from '../../i18n/index.tsx';
import { useTeamWords } from '../../i18n/teams.ts';
import type { Team } from '../../types-office.ts';
import { usePeriodText } from '../period-text.tsx';
import { PersonLink } from '../person-link.tsx';
import { RecordTable } from '../record-table.tsx';
import { useList } from '../use-list.ts';
import { useSubmission } from '../use-submission.ts';

/** Who belongs to a team now, and who did before or will. */
export function TeamMembers({ team }: { team: Team }) {
  const { t } = useI18n();
  const words = useTeamWords();
  const period = usePeriodText();
  const list = useList(['teams', team.id, 'members'], async (cursor) => {
    const { members, next } = await teamsApi.members(team.id, { cursor, limit: 500 });
    return { rows: members, next };
  });
  const columns = [
    {
      name: words.person,
      show: ({ person, isMember }: Membership) => (
        <div style={{ whiteSpace: 'nowrap' }}>
          <PersonLink person={person} />
          {isMember && person.id === team.leaderPersonId && (
            <Badge size="sm" ml={6} style={{ minWidth: 'max-content' }}>
              {words.leads}
            </Badge>
          )}
          <Text size="xs" c="dimmed">
            {person.number} · {t.words.personKinds[person.kind] ?? person.kind}
          </Text>
        </div>
      ),
    },
    { name: words.since, show: ({ from, to }: Membership) => period(from, to) },
  ];
  const commands = { name: '', show: (member: Membership) => <MemberCommands team={team} member={member} /> };
  const now = { ...list, rows: list.rows?.filter(({ isMember }) => isMember) };
  const others = { ...list, hasNextPage: false, rows: list.rows?.filter(({ isMember }) => !isMember) };
  const keyOf = ({ person, from }: Membership) => `${person.id} ${from}`;
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Title order={2} size="h5">
          {words.members}
        </Title>
        <Button
          size="compact-sm"
          variant="light"
          onClick={() => openAction('join-team', { teamId: team.id })}
        >
          {words.join}
        </Button>
      </Group>
      <RecordTable
        list={now}
        columns={[...columns, commands]}
        rowKey={keyOf}
        empty={words.noMembers}
        label={words.members}
        minWidth={360}
      />
      {others.rows !== undefined && others.rows.length > 0 && (
        <>
          <Title order={2} size="h5">
            {words.former}
          </Title>
          <RecordTable
            list={others}
            columns={columns}
            rowKey={keyOf}
            empty=""
            label={words.former}
            minWidth={360}
          />
        </>
      )}
    </Stack>
  );
}

function MemberCommands({ team, member: { person } }: { team: Team; member: Membership }) {
  const words = useTeamWords();
  const lead = useSubmission({
    work: () => officeApi.changeTeam(team.id, { leaderPersonId: person.id }),
    changes: ['teams'],
  });
  return (
    <Group gap={6} wrap="nowrap" justify="flex-end">
      {person.id !== team.leaderPersonId && (
        <Button
          size="compact-xs"
          variant="light"
          loading={lead.isPending}
          onClick={() => lead.mutate(undefined)}
        >
          {words.makeLeader}
        </Button>
      )}
      <Button
        size="compact-xs"
        variant="subtle"
        color="red"
        onClick={() => openAction('leave-team', { teamId: team.id, person })}
      >
        {words.leave}
      </Button>
    </Group>
  );
}
