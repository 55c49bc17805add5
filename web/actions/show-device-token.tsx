import { Text } from '@mantine/core';
import { officeApi } from '../api-office.ts';
import { useI18n } from '../i18n/index.tsx';
import { FormDialog } from '../office/form-dialog.tsx';
import { Secret } from '../office/secret.tsx';
import { useSubmission } from '../office/use-submission.ts';
import type { Device } from '../types-office.ts';

/** Issues a device's token, in place of an older one, and shows it this once with the addresses that carry it. */
export default function ShowDeviceToken({ close, device }: { close: () => void; device: Device }) {
  const { t } = useI18n();
  const words = t.office.deviceToken;
  const submission = useSubmission({
    work: (_: undefined) => officeApi.issueToken(device.id),
    changes: ['devices'],
  });
  const token = submission.data?.token;
  return (
    <FormDialog
      title={words.title(device.name)}
      close={close}
      size="lg"
      submitLabel={token ? t.common.close : words.submit}
      submission={submission}
      onSubmit={(event) => {
        event.preventDefault();
        if (token) close();
        else submission.mutate(undefined);
      }}
    >
      <Text size="sm">{token ? words.once : words.lead}</Text>
      {token && (
        <>
          <Secret label={words.traccar} value={officeApi.liveAddress(token)} />
          <Secret
            label={words.osmand}
            value={`${officeApi.liveAddress(token)}?lat={0}&lon={1}&timestamp={2}&hdop={3}&altitude={4}&speed={5}&bearing={6}`}
          />
          <Secret label={words.token} value={token} />
        </>
      )}
    </FormDialog>
  );
}
