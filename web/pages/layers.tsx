import { Button } from '@mantine/core';
import { openAction } from '../actions/open.ts';
import { officeApi } from '../api-office.ts';
import { useI18n } from '../i18n/index.tsx';
import { useAreaName } from '../office/names.ts';
import { PageFrame } from '../office/page-frame.tsx';
import { RecordTable } from '../office/record-table.tsx';
import { useList } from '../office/use-list.ts';
import type { Layer } from '../types-office.ts';

/** Imported points and lines, from which cells are generated. */
export default function Layers() {
  const { t } = useI18n();
  const words = t.office.mapLayers;
  const areaName = useAreaName();
  const list = useList(['layers', 'page'], async () => {
    const { layers } = await officeApi.layers();
    return { rows: layers, next: null };
  });
  const remove = (layer: Layer) =>
    openAction('confirm', {
      title: words.remove,
      question: words.removeQuestion(layer.name),
      submitLabel: t.common.remove,
      done: words.removed,
      changes: ['layers'],
      work: () => officeApi.removeLayer(layer.id),
    });
  const columns = [
    { name: words.name, show: (layer: Layer) => layer.name },
    { name: words.kind, show: (layer: Layer) => words.kinds[layer.kind] },
    { name: words.area, show: (layer: Layer) => areaName(layer.scopeAreaId) },
    { name: words.features, numeric: true, show: (layer: Layer) => String(layer.features) },
    { name: words.weight, numeric: true, show: (layer: Layer) => String(layer.weight ?? '') },
    { name: words.classes, show: (layer: Layer) => layer.classes.slice(0, 6).join(', ') },
    {
      name: '',
      show: (layer: Layer) => (
        <Button size="compact-xs" variant="subtle" color="red" onClick={() => remove(layer)}>
          {t.common.remove}
        </Button>
      ),
    },
  ];
  return (
    <PageFrame
      title={t.pages.layers}
      lead={words.lead}
      actions={<Button onClick={() => openAction('import-file', { kind: 'points' })}>{words.import}</Button>}
    >
      <RecordTable
        list={list}
        columns={columns}
        rowKey={(layer) => layer.id}
        empty={words.empty}
        label={t.pages.layers}
      />
    </PageFrame>
  );
}
