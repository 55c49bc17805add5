import { Anchor, Button, Group, Skeleton, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useMemo, useState } from 'react';
import { Link } from 'wouter';
import { openAction } from '../actions/open.ts';
import { officeApi } from '../api-office.ts';
import { ApiError } from '../http.ts';
import { useI18n } from '../i18n/index.tsx';
import { PeopleFiles } from '../office/people-files.tsx';
import type { CellChange } from '../people/cell-editor.tsx';
import { PeopleFilters } from '../people/people-filters.tsx';
import classes from '../people/people-table.module.css';
import { PeopleTable } from '../people/people-table.tsx';
import { usePeopleWords } from '../people/people-words.ts';
import type { ColumnKey, Row } from '../people/row.ts';
import { refreshRow, replaceRow, useRegister } from '../people/use-register.ts';
import { asQuery, everybody, type Filter, isNarrowed, type Sorting, viewOf } from '../people/view.ts';
import { ErrorNotice } from '../shell/error-notice.tsx';
import { useClock } from '../state/clock.tsx';
import { refreshMap } from '../state/refresh.ts';

/** The register of people: found, sorted and changed in one table. */
export default function People() {
  const { t } = useI18n();
  const words = usePeopleWords();
  const today = useClock().isoDate(new Date());
  const [filter, setFilter] = useState<Filter>(everybody);
  const [sorting, setSorting] = useState<Sorting>({ key: 'number', isDescending: false });
  const { register, teams, isWhole, error, refetch } = useRegister();
  const view = useMemo(
    () => (register ? viewOf(register, filter, sorting, today) : []),
    [register, filter, sorting, today],
  );
  const sortBy = useCallback(
    (key: ColumnKey) =>
      setSorting((before) => ({ key, isDescending: before.key === key && !before.isDescending })),
    [],
  );
  const narrow = useCallback(
    (change: Partial<Filter>) => setFilter((before) => ({ ...before, ...change })),
    [],
  );
  const change = useCellChange();
  return (
    <div className={classes.page}>
      <Group justify="space-between" align="flex-start" gap="sm">
        <div>
          <Title order={1} size="h3">
            {t.pages.people}
          </Title>
          <Text size="sm" c="dimmed" maw="80ch" visibleFrom="sm">
            {words.table.lead}
          </Text>
        </div>
        <Group gap="xs">
          <PeopleFiles filter={asQuery(filter, today)} />
          <Button component={Link} href="/numbering" variant="default">
            {words.table.numbering}
          </Button>
          <Button onClick={() => openAction('edit-person', {})}>{words.table.create}</Button>
        </Group>
      </Group>
      <PeopleFilters filter={filter} setFilter={narrow} register={register} teams={teams} />
      {error && !register && <ErrorNotice error={error} retry={() => void refetch()} />}
      {!register && !error && <Skeleton flex={1} role="status" aria-label={t.shell.loading} />}
      {register && (
        <>
          <Group gap="sm">
            <Text size="sm" role="status">
              {words.table.counted(view.length, register.rows.length)}
              {!isWhole && ` · ${words.table.loadingAll}`}
            </Text>
            {isNarrowed(filter) && (
              <Anchor component="button" size="sm" onClick={() => setFilter(everybody)}>
                {words.table.clearFilters}
              </Anchor>
            )}
          </Group>
          <PeopleTable
            label={t.pages.people}
            view={view}
            names={register.names}
            today={today}
            sorting={sorting}
            sortBy={sortBy}
            edit={editRow}
            change={change}
            empty={register.rows.length === 0 ? words.table.none : words.table.empty}
          />
        </>
      )}
    </div>
  );
}

const editRow = (row: Row) => openAction('edit-person', { personId: row.id });

/** Sends a change of a cell; where somebody else was quicker, the row is shown as it is now. */
function useCellChange() {
  const client = useQueryClient();
  const words = usePeopleWords();
  return useCallback(
    async (row: Row, change: CellChange) => {
      try {
        replaceRow(client, await officeApi.changePerson(row.id, { ...change, revision: row.revision }));
        notifications.show({ message: words.table.saved, color: 'teal', autoClose: 1500 });
        void refreshMap(client);
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        notifications.show({ message: error.detail || error.message, color: 'red', autoClose: 8000 });
        if (error.status === 409 || error.status === 404) refreshRow(client, error);
      }
    },
    [client, words],
  );
}
