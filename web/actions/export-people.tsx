import { Button, Checkbox, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { sheetsApi } from '../api-sheets.ts';
import type { Query } from '../http.ts';
import { useI18n } from '../i18n/index.tsx';
import { useSheetWords } from '../i18n/sheets.ts';

/** Downloads the people whom the filters find; contact details are a choice of its own, since looking at them is recorded. */
export default function ExportPeople({ close, filter = {} }: { close: () => void; filter?: Query }) {
  const { t, language } = useI18n();
  const words = useSheetWords();
  const [format, setFormat] = useState('xlsx');
  const [withContact, setWithContact] = useState(false);
  const query = { ...filter, f: format, lang: language, ...(withContact && { contact: 'true' }) };
  return (
    <Modal
      opened
      onClose={close}
      title={words.exportTitle}
      closeButtonProps={{ 'aria-label': t.common.close }}
    >
      <Stack gap="md">
        <Text size="sm">{words.exportLead}</Text>
        <Radio.Group label={words.format} value={format} onChange={setFormat}>
          <Stack gap="xs" mt="xs">
            <Radio value="xlsx" label={words.formats.xlsx} />
            <Radio value="csv" label={words.formats.csv} />
          </Stack>
        </Radio.Group>
        <Checkbox
          label={words.contact}
          description={words.contactHint}
          checked={withContact}
          onChange={(event) => setWithContact(event.currentTarget.checked)}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>
            {t.common.cancel}
          </Button>
          <Button component="a" href={sheetsApi.people(query)} download onClick={() => setTimeout(close, 0)}>
            {words.download}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
