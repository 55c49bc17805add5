import { Button, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { openAction } from '../actions/open.ts';
import { type ResponseLimit, responseLimitsApi } from '../api-response-limits.ts';
import { useI18n } from '../i18n/index.tsx';
import { PageFrame } from '../office/page-frame.tsx';
import { usePeriodText } from '../office/period-text.tsx';
import { RecordTable } from '../office/record-table.tsx';
import { type Standing, standingsOf } from '../response-limits/standing.ts';
import { useWords } from '../response-limits/words.ts';
import { useClock } from '../state/clock.tsx';
import { holds, useSession } from '../state/session.ts';

/** How far the nearest person on duty may be, by kind of cell: what holds, what will and what did. */
export default function ResponseLimits() {
  const { t } = useI18n();
  const words = useWords();
  const user = useSession().data;
  const mayChange = user !== undefined && holds(user, ['admin']);
  const list = useQuery({ queryKey: ['response-limits'], queryFn: responseLimitsApi.list });
  const standings = list.data && standingsOf(list.data.limits, new Date());
  const past = standings?.flatMap((standing) => standing.past) ?? [];
  return (
    <PageFrame title={t.pages.responseLimits} lead={words.lead}>
      <RecordTable
        list={{ ...whole(list), rows: standings }}
        columns={useStandingColumns(mayChange)}
        rowKey={({ kind }) => kind}
        empty={words.none}
        label={t.pages.responseLimits}
      />
      <Text size="sm" c="dimmed" maw="80ch">
        {words.howCounted} {!mayChange && words.readOnly}
      </Text>
      {past.length > 0 && (
        <section>
          <Title order={2} size="h5" mb="xs">
            {words.past}
          </Title>
          <PastLimits limits={past} />
        </section>
      )}
    </PageFrame>
  );
}

const whole = ({ error, refetch }: { error: Error | null; refetch: () => unknown }) => ({
  error,
  refetch,
  hasNextPage: false,
  isFetchingNextPage: false,
  fetchNextPage: () => undefined,
});

function useStandingColumns(mayChange: boolean) {
  const words = useWords();
  const clock = useClock();
  const coming = ({ inForce, coming: next }: Standing) => {
    if (next) return words.comingLimit(words.metres(next.metres), clock.fullDateTime(next.from));
    return inForce?.to ? words.endsAt(clock.fullDateTime(inForce.to)) : '';
  };
  return [
    { name: words.kind, show: ({ kind }: Standing) => words.kinds[kind] },
    {
      name: words.inForce,
      show: ({ inForce }: Standing) =>
        inForce ? <strong>{words.metres(inForce.metres)}</strong> : words.none,
    },
    {
      name: words.since,
      show: ({ inForce }: Standing) => (inForce ? clock.fullDateTime(inForce.from) : ''),
    },
    { name: words.decided, show: ({ inForce }: Standing) => inForce?.decidedBy ?? '' },
    { name: words.coming, show: coming },
    {
      name: '',
      show: ({ kind, inForce, coming: next }: Standing) =>
        mayChange && (
          <Button
            size="compact-sm"
            variant="subtle"
            aria-label={`${words.change}: ${words.kinds[kind]}`}
            onClick={() =>
              openAction('edit-response-limit', {
                ownerKind: kind,
                metres: inForce?.metres ?? null,
                hasComing: next !== undefined,
              })
            }
          >
            {words.change}
          </Button>
        ),
    },
  ];
}

function PastLimits({ limits }: { limits: ResponseLimit[] }) {
  const words = useWords();
  const periodText = usePeriodText();
  return (
    <RecordTable
      list={{ ...whole({ error: null, refetch: () => undefined }), rows: limits }}
      columns={[
        { name: words.kind, show: ({ ownerKind }) => words.kinds[ownerKind] },
        { name: words.inForce, show: ({ metres }) => words.metres(metres) },
        { name: words.period, show: ({ from, to }) => periodText(from, to) },
        { name: words.decided, show: ({ decidedBy }) => decidedBy },
      ]}
      rowKey={({ id }) => id}
      empty={words.none}
      label={words.past}
    />
  );
}
