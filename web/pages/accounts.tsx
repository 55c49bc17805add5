import { Badge, Button, Group } from '@mantine/core';
import { openAction } from '../actions/open.ts';
import { officeApi } from '../api-office.ts';
import { useI18n } from '../i18n/index.tsx';
import { useAreaName } from '../office/names.ts';
import { PageFrame } from '../office/page-frame.tsx';
import { RecordTable } from '../office/record-table.tsx';
import { useList } from '../office/use-list.ts';
import type { Account } from '../types-office.ts';

export default function Accounts() {
  const { t } = useI18n();
  const words = t.office.accounts;
  const areaName = useAreaName();
  const list = useList(['accounts', 'page'], async (cursor) => {
    const { accounts, next } = await officeApi.accounts({ cursor });
    return { rows: accounts, next };
  });
  const grantsOf = (account: Account) =>
    t.common.list(
      account.grants.map(({ role, areaId }) =>
        t.common.detailed(t.words.roles[role], areaName(areaId) || words.everywhere),
      ),
    );
  const columns = [
    { name: words.username, show: (account: Account) => account.username },
    { name: words.displayName, show: (account: Account) => account.displayName },
    { name: words.grants, show: grantsOf },
    {
      name: words.state,
      show: (account: Account) => (
        <Badge color={account.disabled ? 'gray' : 'teal'}>
          {account.disabled ? words.disabled : words.enabled}
        </Badge>
      ),
    },
    { name: '', show: (account: Account) => <AccountActions account={account} /> },
  ];
  return (
    <PageFrame
      title={t.pages.accounts}
      lead={words.lead}
      actions={<Button onClick={() => openAction('edit-account', {})}>{words.create}</Button>}
    >
      <RecordTable
        list={list}
        columns={columns}
        rowKey={(account) => account.id}
        empty={words.empty}
        label={t.pages.accounts}
      />
    </PageFrame>
  );
}

function AccountActions({ account }: { account: Account }) {
  const { t } = useI18n();
  const words = t.office.accounts;
  const endSessions = () =>
    openAction('confirm', {
      title: words.endSessions,
      question: words.endQuestion(account.displayName),
      submitLabel: words.endSessions,
      done: words.sessionsEnded,
      changes: ['accounts'],
      work: () => officeApi.endSessions(account.id),
    });
  return (
    <Group gap={6} wrap="nowrap" justify="flex-end">
      <Button size="compact-xs" variant="light" onClick={() => openAction('edit-account', { account })}>
        {words.change}
      </Button>
      <Button size="compact-xs" variant="light" onClick={() => openAction('reset-password', { account })}>
        {words.resetPassword}
      </Button>
      <Button size="compact-xs" variant="subtle" color="red" onClick={endSessions}>
        {words.endSessions}
      </Button>
    </Group>
  );
}
