import { Button, Group, Stack, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { openAction } from '../../actions/open.ts';
import { type TeamCell, teamsApi } from '../../api-teams.ts';
import { useI18n } from '../../i18n/index.tsx';
import { useTeamWords } from '../../i18n/teams.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import type { Team } from '../../types-office.ts';
import { useAreaName } from '../names.ts';
import { usePeriodText } from '../period-text.tsx';
import { RecordTable } from '../record-table.tsx';

/** The cells of a team, now and before. */
export function TeamCells({ team }: { team: Team }) {
  const { t } = useI18n();
  const words = useTeamWords();
  const areaName = useAreaName();
  const period = usePeriodText();
  const found = useQuery({ queryKey: ['teams', team.id, 'cells'], queryFn: () => teamsApi.cells(team.id) });
  const cells = found.data?.cells ?? [];
  const columns = [
    { name: words.code, show: ({ code, cellId }: TeamCell) => code ?? `#${cellId}` },
    { name: words.name, show: ({ name }: TeamCell) => name ?? '' },
    { name: words.owner, show: ({ ownerAreaId }: TeamCell) => areaName(ownerAreaId) },
    {
      name: words.usage,
      show: ({ usage }: TeamCell) => (usage === null ? '' : (t.words.usages[usage] ?? usage)),
    },
    { name: words.busy, numeric: true, show: ({ people }: TeamCell) => String(people) },
    { name: words.since, show: ({ from, to }: TeamCell) => period(from, to) },
  ];
  const own = cells.filter(({ isOwn }) => isOwn);
  const others = cells.filter(({ isOwn }) => !isOwn);
  const keyOf = ({ cellId, from }: TeamCell) => `${cellId} ${from}`;
  const commands = { name: '', show: (cell: TeamCell) => <TakeButton team={team} cell={cell} /> };
  return (
    <Stack gap="xs">
      <Group justify="space-between">
        <Title order={2} size="h5">
          {words.ownCells}
        </Title>
        <Button
          size="compact-sm"
          variant="light"
          onClick={() => openAction('give-cells', { teamId: team.id })}
        >
          {words.give}
        </Button>
      </Group>
      {found.error && <ErrorNotice error={found.error} retry={() => void found.refetch()} />}
      {found.data && (
        <RecordTable
          list={whole(own)}
          columns={[...columns, commands]}
          rowKey={keyOf}
          empty={words.noCells}
          label={words.ownCells}
        />
      )}
      {others.length > 0 && (
        <>
          <Title order={2} size="h5">
            {words.formerCells}
          </Title>
          <RecordTable
            list={whole(others)}
            columns={columns}
            rowKey={keyOf}
            empty=""
            label={words.formerCells}
          />
        </>
      )}
    </Stack>
  );
}

/** Rows that came at once. */
const whole = (rows: TeamCell[]) => ({
  rows,
  error: null,
  hasNextPage: false,
  isFetchingNextPage: false,
  refetch: () => {},
  fetchNextPage: () => {},
});

function TakeButton({ team, cell }: { team: Team; cell: TeamCell }) {
  const words = useTeamWords();
  const take = () =>
    openAction('confirm', {
      title: words.takeTitle,
      question: words.takeQuestion(cell.code ?? `#${cell.cellId}`),
      submitLabel: words.take,
      done: words.taken,
      changes: ['teams'],
      work: () => teamsApi.take(team.id, [cell.cellId]),
    });
  return (
    <Group justify="flex-end">
      <Button size="compact-xs" variant="subtle" color="red" onClick={take}>
        {words.take}
      </Button>
    </Group>
  );
}
