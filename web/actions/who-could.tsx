import { Button, Modal, Skeleton, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { matchingApi, type Suggestions } from '../api-matching.ts';
import { officeApi } from '../api-office.ts';
import { matching as en } from '../i18n/en-matching.ts';
import { useI18n } from '../i18n/index.tsx';
import { matching as zh } from '../i18n/zh-matching.ts';
import { useSubmission } from '../office/use-submission.ts';
import { ErrorNotice } from '../shell/error-notice.tsx';
import classes from './matching.module.css';

type Props = { close: () => void; gapId: string; planId?: number | undefined };
type Candidate = Suggestions['candidates'][number];
const shownFirst = 8;

function useWords() {
  return (useI18n().language === 'zh' ? zh : en).who;
}

type RowProps = { candidate: Candidate; onAssign: (() => void) | undefined; isBusy: boolean };

function CandidateRow({ candidate, onAssign, isBusy }: RowProps) {
  const words = useWords();
  const { person, rank, role, total, reasons } = candidate;
  return (
    <li className={classes.candidate} data-candidate={person.id}>
      <span className={classes.rank}>{rank}</span>
      <span className={classes.name}>
        <strong>{person.name}</strong>
        <span className={classes.quiet}>{words.role(role)}</span>
        <span className={classes.quiet}>
          {words.cost} {words.minutes(total)}
        </span>
      </span>
      {onAssign ? (
        <Button size="compact-sm" variant="light" loading={isBusy} onClick={onAssign}>
          {words.assign}
        </Button>
      ) : (
        <span />
      )}
      <ul className={classes.reasons}>
        {reasons.map(({ code, message }) => (
          <li key={code}>{message}</li>
        ))}
      </ul>
    </li>
  );
}

function Others({ found }: { found: Suggestions }) {
  const words = useWords();
  return (
    <>
      {found.relaxation && (
        <>
          <h3 className={classes.heading}>{words.relaxation}</h3>
          <div className={classes.box}>{found.relaxation.message}</div>
        </>
      )}
      {found.passedOver.length > 0 && (
        <>
          <h3 className={classes.heading}>{words.passedOver}</h3>
          <ul className={classes.reasons}>
            {found.passedOver.map(({ reason, message, people }) => (
              <li key={reason} title={people.map(({ name }) => name).join(', ')}>
                {message}
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}

/** Who could answer one gap, in order and with reasons; one click assigns. */
export default function WhoCould({ close, gapId, planId }: Props) {
  const { t } = useI18n();
  const words = useWords();
  const [limit, setLimit] = useState(shownFirst);
  const found = useQuery({
    queryKey: ['suggestions', gapId, planId, limit],
    queryFn: () => matchingApi.suggestions({ gap: gapId, plan: planId, limit }),
    placeholderData: (previous) => previous,
    retry: false,
  });
  const assigning = useSubmission({
    work: async ({ person, role }: Candidate) => {
      const { cell, area } = found.data?.gap ?? {};
      const place = cell ? { cellId: cell } : { areaId: area ?? 0 };
      // Now is the server's: by a clock that is ahead the gap would stay open for as long.
      await officeApi.assign({ personId: person.id, role, ...place });
      return person.name;
    },
    changes: ['assignments', 'people', 'suggestions'],
    done: words.assigned,
    after: () => (found.data?.missing ?? 1) <= 1 && close(),
  });
  const { data, error } = found;
  const isVisit = data?.purpose === 'visit';
  const left = (data?.total ?? 0) - (data?.candidates.length ?? 0);
  return (
    <Modal
      opened
      onClose={close}
      size="lg"
      title={isVisit ? words.visitTitle : words.title}
      closeButtonProps={{ 'aria-label': t.common.close }}
    >
      {error && <ErrorNotice error={error} />}
      {assigning.error && <ErrorNotice error={assigning.error} />}
      {!data && !error && <Skeleton height={180} aria-label={t.shell.loading} />}
      {data && (
        <Stack gap={4}>
          <Text size="sm" fw={600}>
            {data.gap.message}
          </Text>
          <Text size="sm" c="dimmed">
            {data.total === 0
              ? words.nobody
              : isVisit
                ? words.visitLead(data.total)
                : words.lead(data.missing, data.total)}
          </Text>
          <ol className={classes.list}>
            {data.candidates.map((candidate) => (
              <CandidateRow
                key={candidate.person.id}
                candidate={candidate}
                isBusy={assigning.isPending && assigning.variables.person.id === candidate.person.id}
                onAssign={isVisit ? undefined : () => assigning.mutate(candidate)}
              />
            ))}
          </ol>
          {left > 0 && limit < 100 && (
            <Button size="xs" variant="subtle" loading={found.isFetching} onClick={() => setLimit(100)}>
              {words.more(left)}
            </Button>
          )}
          <Others found={data} />
        </Stack>
      )}
    </Modal>
  );
}
