import { FileInput, Select, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { officeApi } from '../api-office.ts';
import { useI18n } from '../i18n/index.tsx';
import { FormDialog } from '../office/form-dialog.tsx';
import { ColumnChoice } from './upload/column-choice.tsx';
import { answerOf, type ColumnValues, columnFault, noColumns } from './upload/columns.ts';
import { Outcomes } from './upload/outcome.tsx';
import { csvFields } from './upload/upload.ts';
import { useUploads } from './upload/use-uploads.ts';
import { useUploadWords } from './upload/words.ts';

const accepted =
  '.gpx,.kml,.kmz,.tcx,.fit,.geojson,.json,.csv,.txt,.plt,.nmea,.zip,application/gpx+xml,application/vnd.google-earth.kml+xml,application/vnd.google-earth.kmz,application/geo+json,text/csv';

type Values = { device: string | null; files: File[] };
type Props = { close: () => void; deviceId?: number | undefined };

/** Sends recorded tracks of one device, shows a receipt for each, and asks what the columns of a table are. */
export default function UploadTracks({ close, deviceId }: Props) {
  const { t } = useI18n();
  const words = useUploadWords();
  const devices = useQuery({
    queryKey: ['devices', 'options'],
    queryFn: () => officeApi.devices({ limit: 1000, health: false }),
  });
  const form = useForm<Values>({
    initialValues: { device: deviceId === undefined ? null : String(deviceId), files: [] },
    validate: {
      device: (value) => (value ? null : words.deviceMissing),
      files: (value) => (value.length > 0 ? null : words.filesMissing),
    },
  });
  const columns = useForm<ColumnValues>({ initialValues: noColumns, validate: faultsOf });
  const { uploads, isSending, asking, start, answer } = useUploads();
  const options = (devices.data?.devices ?? []).map(({ id, name, carrier }) => ({
    value: String(id),
    label: carrier ? `${name} · ${carrier.name}` : name,
  }));
  const device = Number(form.values.device);
  const upload = form.onSubmit(({ files }) => {
    start(device, files);
    form.setFieldValue('files', []);
  });
  const choose = columns.onSubmit((values) => answer(device, answerOf(values)));
  const table = asking?.state === 'asks' ? asking.table : undefined;
  const { setValues } = columns;
  useEffect(() => {
    if (table) setValues({ ...noColumns, ...table.mapping });
  }, [table, setValues]);
  return (
    <FormDialog
      title={words.title}
      close={close}
      size={table ? 'xl' : 'lg'}
      submitLabel={table ? words.columns.submit : words.submit}
      submission={{ isPending: isSending, error: devices.error }}
      isDone={uploads.some(({ state }) => state === 'stored') && !table}
      onSubmit={table ? choose : upload}
    >
      {asking && table ? (
        <ColumnChoice fileName={asking.file.name} table={table} form={columns} />
      ) : (
        <>
          <Text size="sm">{words.lead}</Text>
          <Select
            label={words.device}
            searchable
            disabled={isSending}
            data={options}
            nothingFoundMessage={devices.isPending ? t.shell.loading : words.noDevice}
            {...form.getInputProps('device')}
          />
          <FileInput
            label={words.files}
            accept={accepted}
            multiple
            disabled={isSending}
            placeholder={words.choose}
            clearable
            clearButtonProps={{ 'aria-label': t.office.clear }}
            {...form.getInputProps('files')}
          />
        </>
      )}
      {uploads.length > 0 && <Outcomes uploads={uploads} />}
    </FormDialog>
  );
}

function faultsOf(values: ColumnValues): Partial<Record<string, string>> {
  return Object.fromEntries(
    csvFields.flatMap((field) => {
      const fault = columnFault(values, field);
      return fault ? [[field, fault]] : [];
    }),
  );
}
