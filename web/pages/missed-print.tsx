import { Button, Group, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { missedApi } from '../api-missed.ts';
import { address } from '../http.ts';
import { useI18n } from '../i18n/index.tsx';
import { queryOf, useAsked } from '../missed/asked.ts';
import { MissedPaper } from '../missed/missed-paper.tsx';
import paper from '../missed/paper.module.css';
import { useMissedWords } from '../missed/words.ts';
import { ErrorNotice } from '../shell/error-notice.tsx';

const pendingMillis = 10_000;

/** The list on paper: one page of A4 for each station. */
export default function MissedPrint() {
  const { t, language } = useI18n();
  const words = useMissedWords();
  const [asked] = useAsked();
  const query = queryOf(asked);
  const sheets = useQuery({
    queryKey: ['missed', 'sheets', query],
    queryFn: () => missedApi.sheets(query),
    refetchInterval: ({ state }) => (state.data?.pending ? pendingMillis : false),
  });
  return (
    <div className={paper.desk}>
      <Group gap="sm" className={paper.tools ?? ''}>
        <Button component={Link} variant="default" href={address('/missed', query)}>
          {words.back}
        </Button>
        <Button disabled={!sheets.data?.sheets.length} onClick={() => print()}>
          {words.printNow}
        </Button>
      </Group>
      {sheets.error ? (
        <ErrorNotice error={sheets.error} retry={() => void sheets.refetch()} />
      ) : !sheets.data ? (
        <Skeleton height={400} role="status" aria-label={t.shell.loading} />
      ) : sheets.data.sheets.length === 0 ? (
        <Text>{words.nothing}</Text>
      ) : (
        sheets.data.sheets.map((sheet, index) => (
          <MissedPaper
            // What fits is found anew for other words.
            key={`${sheet.station?.id ?? 0} ${language} ${sheets.dataUpdatedAt}`}
            sheet={sheet}
            of={sheets.data}
            page={[index + 1, sheets.data.sheets.length]}
            words={words}
          />
        ))
      )}
    </div>
  );
}
