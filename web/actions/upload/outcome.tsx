import { List, Loader, Text } from '@mantine/core';
import { useI18n } from '../../i18n/index.tsx';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import type { Receipt } from '../../types-office.ts';
import classes from './upload.module.css';
import { countReasons, type Upload } from './upload.ts';
import { type UploadWords, useUploadWords } from './words.ts';

/** What became of each file. */
export function Outcomes({ uploads }: { uploads: readonly Upload[] }) {
  const words = useUploadWords();
  return (
    <ul className={classes['outcomes']} aria-label={words.receipts} aria-live="polite">
      {uploads.map((upload, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two files may have one name
        <li key={place} className={classes['outcome']} data-state={upload.state}>
          <Text size="sm" fw={600} className={classes['name'] ?? ''}>
            {upload.file.name}
          </Text>
          <Outcome upload={upload} words={words} />
        </li>
      ))}
    </ul>
  );
}

function Outcome({ upload, words }: { upload: Upload; words: UploadWords }) {
  switch (upload.state) {
    case 'stored':
      return <ReceiptLines receipt={upload.receipt} words={words} />;
    case 'failed':
      return <ErrorNotice error={upload.error} />;
    case 'asks':
      return <Text size="sm">{words.columns.title(upload.file.name)}</Text>;
    case 'sending':
      return (
        <Text size="sm" c="dimmed">
          <Loader size={12} /> {words.sending}
        </Text>
      );
    default:
      return (
        <Text size="sm" c="dimmed">
          {words.waiting}
        </Text>
      );
  }
}

/** What became of every position of a file. */
function ReceiptLines({ receipt, words }: { receipt: Receipt; words: UploadWords }) {
  const { t } = useI18n();
  const reasonsOf = (list: Receipt['flagged'], names: Partial<Record<string, string>>) =>
    countReasons(list)
      .map(([reason, count]) => words.reason(names[reason] ?? reason, count))
      .join(words.separator);
  const { received, stored, duplicates, flaggedCount, offDuty, refusedCount } = receipt;
  const lines = [
    received === 0 ? words.nothing : words.stored(received, stored),
    duplicates > 0 && words.duplicates(duplicates),
    flaggedCount > 0 && words.flagged(flaggedCount, reasonsOf(receipt.flagged, t.words.flagReasons)),
    offDuty > 0 && words.offDuty(offDuty),
    refusedCount > 0 && words.refused(refusedCount, reasonsOf(receipt.refused, words.reasons)),
    receipt.truncated && words.truncated,
  ].filter((line) => line !== false);
  return (
    <List size="sm">
      {lines.map((line) => (
        <List.Item key={line}>{line}</List.Item>
      ))}
    </List>
  );
}
