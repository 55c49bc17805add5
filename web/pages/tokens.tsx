import { Button } from '@mantine/core';
import { openAction } from '../actions/open.ts';
import { officeApi } from '../api-office.ts';
import { useI18n } from '../i18n/index.tsx';
import { PageFrame } from '../office/page-frame.tsx';
import { RecordTable } from '../office/record-table.tsx';
import { useList } from '../office/use-list.ts';
import { useClock } from '../state/clock.tsx';
import type { ApiToken } from '../types-office.ts';

export default function Tokens() {
  const { t } = useI18n();
  const words = t.office.tokens;
  const clock = useClock();
  const list = useList(['tokens', 'page'], async (cursor) => {
    const { tokens, next } = await officeApi.tokens({ cursor });
    return { rows: tokens, next };
  });
  const revoke = (token: ApiToken) =>
    openAction('confirm', {
      title: words.revoke,
      question: words.revokeQuestion(token.name ?? `#${token.id}`),
      submitLabel: words.revoke,
      done: words.revoked,
      changes: ['tokens'],
      work: () => officeApi.revokeApiToken(token.id),
    });
  const columns = [
    { name: words.name, show: (token: ApiToken) => token.name ?? '' },
    { name: words.created, show: (token: ApiToken) => clock.fullDateTime(token.createdAt) },
    {
      name: words.lastUsed,
      show: (token: ApiToken) => (token.lastUsedAt ? clock.ago(token.lastUsedAt) : words.never),
    },
    {
      name: words.expires,
      show: (token: ApiToken) => (token.expiresAt ? clock.fullDateTime(token.expiresAt) : words.noExpiry),
    },
    {
      name: '',
      show: (token: ApiToken) => (
        <Button size="compact-xs" variant="subtle" color="red" onClick={() => revoke(token)}>
          {words.revoke}
        </Button>
      ),
    },
  ];
  return (
    <PageFrame
      title={t.pages.tokens}
      lead={words.lead}
      actions={<Button onClick={() => openAction('create-token')}>{words.create}</Button>}
    >
      <RecordTable
        list={list}
        columns={columns}
        rowKey={(token) => token.id}
        empty={words.empty}
        label={t.pages.tokens}
      />
    </PageFrame>
  );
}
