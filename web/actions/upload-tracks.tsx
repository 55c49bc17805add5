import { Alert, FileInput, List, Select, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { officeApi } from '../api-office.ts';
import { useI18n } from '../i18n/index.tsx';
import { FormDialog } from '../office/form-dialog.tsx';
import { useSubmission } from '../office/use-submission.ts';
import type { Receipt } from '../types-office.ts';

/** Sends a recorded GPX of one device and shows the receipt. */
export default function UploadTracks({
  close,
  deviceId,
}: {
  close: () => void;
  deviceId?: number | undefined;
}) {
  const { t } = useI18n();
  const words = t.office.uploadTracks;
  const [receipt, setReceipt] = useState<Receipt | undefined>();
  const devices = useQuery({
    queryKey: ['devices', 'options'],
    queryFn: () => officeApi.devices({ limit: 1000 }),
  });
  const form = useForm<{ device: string | null; file: File | null }>({
    initialValues: { device: deviceId === undefined ? null : String(deviceId), file: null },
    validate: {
      device: (value) => (value ? null : words.deviceMissing),
      file: (value) => (value ? null : words.fileMissing),
    },
  });
  const submission = useSubmission({
    work: ({ device, file }: typeof form.values) => {
      const body = new FormData();
      if (file) body.append('file', file);
      return officeApi.uploadTrack(Number(device), body);
    },
    changes: ['devices'],
    after: (answer: Receipt) => {
      setReceipt(answer);
      form.setFieldValue('file', null);
    },
  });
  const options = (devices.data?.devices ?? []).map(({ id, name, carrier }) => ({
    value: String(id),
    label: carrier ? `${name} · ${carrier.name}` : name,
  }));
  const submit = form.onSubmit((values) => {
    setReceipt(undefined);
    submission.mutate(values);
  });
  return (
    <FormDialog
      title={words.title}
      close={close}
      submitLabel={words.submit}
      submission={{ isPending: submission.isPending, error: submission.error ?? devices.error }}
      onSubmit={submit}
    >
      <Text size="sm">{words.lead}</Text>
      <Select
        label={words.device}
        searchable
        data={options}
        nothingFoundMessage={devices.isPending ? t.shell.loading : words.noDevice}
        {...form.getInputProps('device')}
      />
      <FileInput
        label={words.file}
        accept=".gpx,application/gpx+xml"
        placeholder={words.choose}
        clearable
        clearButtonProps={{ 'aria-label': t.office.clear }}
        {...form.getInputProps('file')}
      />
      {receipt && <ReceiptNotice receipt={receipt} />}
    </FormDialog>
  );
}

/** What became of every position in the file. */
function ReceiptNotice({ receipt }: { receipt: Receipt }) {
  const { t } = useI18n();
  const words = t.office.uploadTracks;
  const refused = receipt.refused?.length ?? 0;
  const lines = [
    words.stored(receipt.received, receipt.stored),
    receipt.duplicates > 0 && words.duplicates(receipt.duplicates),
    receipt.flagged.length > 0 && words.flagged(receipt.flagged.length),
    (receipt.offDuty ?? 0) > 0 && words.offDuty(receipt.offDuty ?? 0),
    refused > 0 && words.refused(refused, receipt.refused?.[0]?.reason ?? ''),
  ].filter((line) => line !== false);
  return (
    <Alert
      color={receipt.stored > 0 || receipt.duplicates > 0 ? 'teal' : 'yellow'}
      title={words.receipt}
      role="status"
    >
      <List size="sm">
        {lines.map((line) => (
          <List.Item key={line}>{line}</List.Item>
        ))}
      </List>
    </Alert>
  );
}
