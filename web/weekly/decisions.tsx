import { Badge, Button, Group, Modal, Skeleton, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Decision, DecisionVersion } from '../../server/weekly/decision.ts';
import type { WeeklySheet } from '../../server/weekly/weekly.ts';
import { weeklyApi } from '../api-weekly.ts';
import { useI18n } from '../i18n/index.tsx';
import { useSubmission } from '../office/use-submission.ts';
import { Counted } from '../shell/counted.tsx';
import { useClock } from '../state/clock.tsx';
import { DecisionForm } from './decision-form.tsx';
import classes from './weekly.module.css';
import type { WeeklyWords } from './words.ts';

type Props = { sheet: WeeklySheet; words: WeeklyWords };

/** The decisions on the sheet, those carried over first. */
export function Decisions({ sheet, words }: Props) {
  const [form, setForm] = useState<{ decision?: Decision } | null>(null);
  const [history, setHistory] = useState<number | null>(null);
  const { decisions, area, week } = sheet;
  return (
    <section className={classes.block}>
      <Group justify="space-between">
        <h2>
          {words.decisions} <Counted how={words.how.decisions} />
        </h2>
        {decisions && (
          <Button size="compact-sm" className={classes.tool ?? ''} onClick={() => setForm({})}>
            {words.write}
          </Button>
        )}
      </Group>
      {decisions === null ? (
        <p>{words.hidden}</p>
      ) : decisions.length === 0 ? (
        <p>{words.none}</p>
      ) : (
        <ol className={classes.decisions}>
          {decisions.map((decision) => (
            <DecisionItem
              key={decision.id}
              decision={decision}
              week={week}
              words={words}
              onChange={() => setForm({ decision })}
              onHistory={() => setHistory(decision.id)}
            />
          ))}
        </ol>
      )}
      {form && (
        <DecisionForm areaId={area.id} week={week} {...form} close={() => setForm(null)} words={words} />
      )}
      {history !== null && <History id={history} close={() => setHistory(null)} words={words} />}
    </section>
  );
}

type ItemProps = {
  decision: Decision;
  week: string;
  words: WeeklyWords;
  onChange: () => void;
  onHistory: () => void;
};

function DecisionItem({ decision, week, words, onChange, onHistory }: ItemProps) {
  const clock = useClock();
  const { what, dueOn, state, decidedIn, isLatest, version } = decision;
  const isOverdue = state === 'open' && dueOn !== null && dueOn < clock.isoDate(new Date());
  const turn = useSubmission({
    work: () =>
      weeklyApi.change(decision.id, {
        ...{ version, week, what, dueOn, responsible: decision.responsible },
        personId: decision.person?.id ?? null,
        state: state === 'open' ? 'done' : 'open',
      }),
    changes: ['weekly'],
    done: () => words.saved,
  });
  return (
    <li className={classes.decision} data-state={state}>
      <p className={classes.text}>{what}</p>
      <Group gap="xs">
        <Badge
          className={classes.state ?? ''}
          color={state === 'done' ? 'teal' : 'orange'}
          variant="light"
          tt="none"
        >
          {words.states[state]}
        </Badge>
        <DecisionFacts version={decision} isOverdue={isOverdue} words={words} />
        {decidedIn !== week && (
          <Text size="xs" c="dimmed">
            {words.carried(decidedIn)}
          </Text>
        )}
      </Group>
      <Group gap={6} className={classes.tool ?? ''}>
        {isLatest && !decision.isPersonHidden && (
          <>
            <Button
              size="compact-xs"
              variant="light"
              loading={turn.isPending}
              onClick={() => turn.mutate(undefined)}
            >
              {state === 'open' ? words.markDone : words.reopen}
            </Button>
            <Button size="compact-xs" variant="default" onClick={onChange}>
              {words.change}
            </Button>
          </>
        )}
        {!isLatest && (
          <Text size="xs" c="dimmed">
            {words.laterSheet}
          </Text>
        )}
        <Button size="compact-xs" variant="subtle" onClick={onHistory}>
          {words.history}
        </Button>
        {turn.error && (
          <Text size="xs" c="red" role="alert">
            {turn.error.message}
          </Text>
        )}
      </Group>
    </li>
  );
}

type FactsProps = { version: DecisionVersion; isOverdue: boolean; words: WeeklyWords };

/** Who is to do it by when, and who wrote so. */
function DecisionFacts({ version, isOverdue, words }: FactsProps) {
  const { t } = useI18n();
  const clock = useClock();
  const { responsible, person, isPersonHidden, dueOn, writtenBy, writtenAt } = version;
  const named = person?.name ?? (isPersonHidden ? words.personHidden : null);
  return (
    <Text size="sm" className={classes.facts ?? ''}>
      {responsible !== null && `${t.common.labelled(words.responsible, responsible)}\u2003`}
      {named !== null && `${t.common.labelled(words.personField, named)}\u2003`}
      {dueOn !== null && (
        <span data-overdue={isOverdue}>
          {t.common.labelled(words.due, dueOn)}
          {isOverdue && ` (${words.overdue})`}
          {'\u2003'}
        </span>
      )}
      <Text span size="xs" c="dimmed">
        {words.by(writtenBy, clock.fullDateTime(writtenAt))}
      </Text>
    </Text>
  );
}

/** Every version of a decision. */
function History({ id, close, words }: { id: number; close: () => void; words: WeeklyWords }) {
  const { t } = useI18n();
  const found = useQuery({ queryKey: ['weekly', 'versions', id], queryFn: () => weeklyApi.versions(id) });
  return (
    <Modal
      opened
      onClose={close}
      title={words.versions}
      size="lg"
      closeButtonProps={{ 'aria-label': t.common.close }}
    >
      {!found.data ? (
        <Skeleton height={120} role="status" aria-label={t.shell.loading} />
      ) : (
        <ol className={classes.decisions}>
          {found.data.versions.map((version) => (
            <li key={version.version} className={classes.decision} data-state={version.state}>
              <p className={classes.text}>{version.what}</p>
              <Group gap="xs">
                <Badge color={version.state === 'done' ? 'teal' : 'orange'} variant="light" tt="none">
                  {words.states[version.state]}
                </Badge>
                <Text size="xs" c="dimmed">
                  {version.week}
                </Text>
                <DecisionFacts version={version} isOverdue={false} words={words} />
              </Group>
            </li>
          ))}
        </ol>
      )}
    </Modal>
  );
}
