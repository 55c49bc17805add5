import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { openAction } from '../actions/open.ts';
import { officeApi } from '../api-office.ts';
import { useI18n } from '../i18n/index.tsx';
import { useAreaName } from '../office/names.ts';
import { PageFrame } from '../office/page-frame.tsx';
import { PeopleFiles } from '../office/people-files.tsx';
import { RecordTable } from '../office/record-table.tsx';
import { useList } from '../office/use-list.ts';
import { holds, useSession } from '../state/session.ts';
import type { Person } from '../types-office.ts';

export default function People() {
  const { t } = useI18n();
  const words = t.office.people;
  const areaName = useAreaName();
  const mayCommand = holds(useSession().data, ['chief']);
  const [kind, setKind] = useState('');
  const [search, setSearch] = useState('');
  const [q] = useDebouncedValue(search, 250);
  const list = useList(['people', 'page', kind, q], async (cursor) => {
    const { people, next } = await officeApi.people({ cursor, kind: kind || undefined, q: q || undefined });
    return { rows: people, next };
  });
  const columns = [
    { name: words.number, show: (person: Person) => person.number },
    { name: words.name, show: (person: Person) => person.name },
    { name: words.kind, show: (person: Person) => t.words.personKinds[person.kind] ?? person.kind },
    { name: words.station, show: (person: Person) => areaName(person.stationAreaId) },
    { name: words.organisation, show: (person: Person) => person.organisation ?? '' },
    { name: words.skills, show: (person: Person) => person.skills.join('、') },
    { name: words.left, show: (person: Person) => person.leftOn ?? '' },
    { name: '', show: (person: Person) => mayCommand && <PersonActions person={person} /> },
  ];
  const kinds = [
    { value: '', label: t.common.all },
    ...Object.entries(t.words.personKinds).map(([value, label]) => ({ value, label })),
  ];
  return (
    <PageFrame
      title={t.pages.people}
      lead={words.lead}
      actions={
        mayCommand && (
          <>
            <PeopleFiles filter={{ kind: kind || undefined, q: q || undefined }} />
            <Button onClick={() => openAction('edit-person', {})}>{words.create}</Button>
          </>
        )
      }
      filters={
        <>
          <NativeSelect
            label={words.kind}
            data={kinds}
            value={kind}
            onChange={(event) => setKind(event.currentTarget.value)}
          />
          <TextInput
            label={t.common.search}
            placeholder={words.searchHint}
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
        </>
      }
    >
      <RecordTable
        list={list}
        columns={columns}
        rowKey={(person) => person.id}
        empty={words.empty}
        label={t.pages.people}
      />
    </PageFrame>
  );
}

function PersonActions({ person }: { person: Person }) {
  const { t } = useI18n();
  const words = t.office.people;
  const erase = () =>
    openAction('confirm', {
      title: words.erase,
      question: words.eraseQuestion(person.name),
      submitLabel: words.erase,
      done: words.erased,
      changes: ['people', 'assignments', 'duties', 'devices'],
      work: () => officeApi.erasePerson(person.id),
    });
  return (
    <Group gap={6} wrap="nowrap" justify="flex-end">
      <Button
        size="compact-xs"
        variant="light"
        onClick={() => openAction('create-duty', { personId: person.id })}
      >
        {words.duty}
      </Button>
      <Button size="compact-xs" variant="light" onClick={() => openAction('edit-person', { person })}>
        {words.change}
      </Button>
      <Button size="compact-xs" variant="subtle" color="red" onClick={erase}>
        {words.erase}
      </Button>
    </Group>
  );
}
