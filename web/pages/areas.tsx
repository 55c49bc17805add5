import { Button, Group, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { openAction } from '../actions/open.ts';
import { api } from '../api.ts';
import { officeApi } from '../api-office.ts';
import { useI18n } from '../i18n/index.tsx';
import { ExportMenu } from '../office/export-menu.tsx';
import { useAreaName } from '../office/names.ts';
import { PageFrame } from '../office/page-frame.tsx';
import { RecordTable } from '../office/record-table.tsx';
import { useList } from '../office/use-list.ts';
import { holds, useSession } from '../state/session.ts';
import type { AreaFeature } from '../types.ts';

export default function Areas() {
  const { t } = useI18n();
  const words = t.office.areas;
  const areaName = useAreaName();
  const mayPlan = holds(useSession().data, ['planner']);
  const [kind, setKind] = useState('');
  const [search, setSearch] = useState('');
  const [q] = useDebouncedValue(search, 250);
  const list = useList(['areas', 'page', kind, q], async (cursor) => {
    const { features, next } = await api.areas({
      cursor,
      limit: 100,
      kind: kind || undefined,
      q: q || undefined,
    });
    return { rows: features, next };
  });
  const columns = [
    { name: words.name, show: (area: AreaFeature) => area.properties.name },
    { name: words.kind, show: (area: AreaFeature) => t.words.areaKinds[area.properties.kind] },
    { name: words.code, show: (area: AreaFeature) => area.properties.code ?? '' },
    { name: words.parent, show: (area: AreaFeature) => areaName(area.properties.parentId) },
    {
      name: words.households,
      numeric: true,
      show: (area: AreaFeature) => String(area.properties.households ?? ''),
    },
    { name: '', show: (area: AreaFeature) => mayPlan && <AreaActions area={area} /> },
  ];
  const kinds = [
    { value: '', label: t.common.all },
    ...Object.entries(t.words.areaKinds).map(([value, label]) => ({ value, label })),
  ];
  return (
    <PageFrame
      title={t.pages.areas}
      lead={words.lead}
      actions={
        mayPlan && (
          <>
            <ExportMenu
              size="sm"
              label={words.export}
              groups={[{ address: (f) => officeApi.exportOf.areas(f, kind || undefined) }]}
            />
            <Button variant="default" onClick={() => openAction('edit-area', {})}>
              {words.create}
            </Button>
            <Button onClick={() => openAction('import-file', {})}>{words.import}</Button>
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
        rowKey={(area) => area.id}
        empty={words.empty}
        label={t.pages.areas}
      />
    </PageFrame>
  );
}

function AreaActions({ area }: { area: AreaFeature }) {
  const { t } = useI18n();
  const words = t.office.areas;
  const remove = () =>
    openAction('confirm', {
      title: words.remove,
      question: words.removeQuestion(area.properties.name),
      submitLabel: t.common.remove,
      done: words.removed,
      changes: ['areas'],
      work: () => officeApi.removeArea(area.id),
    });
  return (
    <Group gap={6} wrap="nowrap" justify="flex-end">
      <Button size="compact-xs" variant="light" onClick={() => openAction('edit-area', { area })}>
        {words.change}
      </Button>
      <Button size="compact-xs" variant="subtle" color="red" onClick={remove}>
        {t.common.remove}
      </Button>
    </Group>
  );
}
