import { Badge, Button, Center, Group, NativeSelect, Skeleton, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { openAction } from '../actions/open.ts';
import { officeApi } from '../api-office.ts';
import { useI18n } from '../i18n/index.tsx';
import { PageFrame } from '../office/page-frame.tsx';
import { usePeriodText } from '../office/period-text.tsx';
import { isShown } from '../office/rules/draft.ts';
import classes from '../office/rules/rules.module.css';
import { useRuleSentence } from '../office/rules/sentence.ts';
import { useRuleWords } from '../office/rules/words.ts';
import { useList } from '../office/use-list.ts';
import { ErrorNotice } from '../shell/error-notice.tsx';
import { holds, useSession } from '../state/session.ts';
import type { Rule } from '../types-office.ts';

type State = 'inForce' | 'coming' | 'ended';

function stateOf({ from, to }: Rule, now: number): State {
  if (to !== null && Date.parse(to) <= now) return 'ended';
  return Date.parse(from) > now ? 'coming' : 'inForce';
}

/** The obligations as sentences, each with when it holds and what it took the place of. */
export default function Rules() {
  const { t } = useI18n();
  const words = useRuleWords();
  const mayCommand = holds(useSession().data, ['chief']);
  const [isAll, setAll] = useState(false);
  const list = useList(['rules', 'page'], async (cursor) => {
    const { rules, next } = await officeApi.rules({ cursor, limit: 200 });
    return { rows: rules, next };
  });
  const now = Date.now();
  const shown = list.rows?.filter((rule) => isAll || stateOf(rule, now) !== 'ended');
  const names = new Map((list.rows ?? []).map((rule) => [rule.id, rule.name]));
  return (
    <PageFrame
      title={t.pages.rules}
      lead={t.office.rules.lead}
      actions={
        mayCommand && <Button onClick={() => openAction('create-rule', {})}>{t.office.rules.create}</Button>
      }
      filters={
        <NativeSelect
          label={words.filter}
          data={[
            { value: 'now', label: words.shownInForce },
            { value: 'all', label: words.shownAll },
          ]}
          value={isAll ? 'all' : 'now'}
          onChange={({ currentTarget }) => setAll(currentTarget.value === 'all')}
        />
      }
    >
      {list.error && !list.rows ? (
        <ErrorNotice error={list.error} retry={() => void list.refetch()} />
      ) : !shown ? (
        <Skeleton height={160} role="status" aria-label={t.shell.loading} />
      ) : shown.length === 0 ? (
        <Center mih={140}>
          <Text c="dimmed">{t.office.rules.empty}</Text>
        </Center>
      ) : (
        <ul className={classes.list} aria-label={t.pages.rules}>
          {shown.map((rule) => (
            <RuleItem key={rule.id} rule={rule} formerName={names.get(rule.replaces ?? 0)} />
          ))}
        </ul>
      )}
      {list.hasNextPage && (
        <Center>
          <Button
            variant="default"
            loading={list.isFetchingNextPage}
            onClick={() => void list.fetchNextPage()}
          >
            {t.common.more}
          </Button>
        </Center>
      )}
    </PageFrame>
  );
}

function RuleItem({ rule, formerName }: { rule: Rule; formerName: string | undefined }) {
  const { t } = useI18n();
  const words = useRuleWords();
  const period = usePeriodText();
  const sentence = useRuleSentence();
  const mayCommand = holds(useSession().data, ['chief']);
  const state = stateOf(rule, Date.now());
  const said = sentence(rule);
  return (
    <li className={classes.rule} data-state={state}>
      <Group justify="space-between" align="flex-start" gap="sm">
        <Stack gap={2} flex="1 1 260px">
          {rule.name !== said && <Text fw={600}>{rule.name}</Text>}
          <Text {...(rule.name === said && { fw: 600 })}>{said}</Text>
          <Group gap="xs">
            <Badge variant="light">{t.office.rules.kinds[rule.kind]}</Badge>
            <Badge
              variant="outline"
              color={state === 'ended' ? 'gray' : state === 'coming' ? 'yellow' : 'teal'}
            >
              {words[state]}
            </Badge>
            <Text size="xs" c="dimmed">
              {period(rule.from, rule.to)}
            </Text>
            {formerName !== undefined && (
              <Text size="xs" c="dimmed">
                {words.tookPlaceOf(formerName)}
              </Text>
            )}
          </Group>
        </Stack>
        {mayCommand && state !== 'ended' && <RuleActions rule={rule} />}
      </Group>
    </li>
  );
}

function RuleActions({ rule }: { rule: Rule }) {
  const { t } = useI18n();
  const own = useRuleWords();
  const words = t.office.rules;
  const end = () =>
    openAction('confirm', {
      title: words.end,
      question: words.endQuestion(rule.name),
      submitLabel: words.end,
      done: words.ended,
      changes: ['rules'],
      work: () => officeApi.removeRule(rule.id),
    });
  return (
    <Group gap="xs">
      <Button
        size="compact-sm"
        variant="default"
        disabled={!isShown(rule)}
        {...(!isShown(rule) && { title: own.editUnshown })}
        onClick={() => openAction('create-rule', { rule })}
      >
        {own.edit}
      </Button>
      <Button size="compact-sm" variant="light" onClick={end}>
        {words.end}
      </Button>
    </Group>
  );
}
