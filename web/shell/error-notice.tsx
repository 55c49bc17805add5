import { Alert, Button, Text } from '@mantine/core';
import { ApiError } from '../http.ts';
import { type Dictionary, useI18n } from '../i18n/index.tsx';
import { Icon } from './icon.tsx';

type Explained = { title: string; detail: string };

const byStatus = (t: Dictionary): Record<number, Explained> => ({
  0: { title: t.errors.network, detail: t.errors.networkDetail },
  401: { title: t.errors.signedOut, detail: t.errors.signedOutDetail },
  403: { title: t.errors.forbidden, detail: t.errors.forbiddenDetail },
  404: { title: t.errors.missing, detail: t.errors.missingDetail },
  429: { title: t.signIn.tooMany, detail: t.signIn.tooManyDetail },
});

/** An error as a sentence about what happened and one about what to do; the server's own words where it has some. */
function explain(error: unknown, t: Dictionary): Explained {
  const unknown = { title: t.errors.unknown, detail: t.errors.unknownDetail };
  if (!(error instanceof ApiError)) return unknown;
  if (error.status >= 500) return { title: t.errors.server, detail: t.errors.serverDetail };
  const known = byStatus(t)[error.status] ?? unknown;
  return { title: known.title, detail: error.detail || known.detail };
}

type Props = { error: unknown; retry?: (() => void) | undefined };

/** Says what failed and what to do, with a button to try again; the server's sentence already names the fields. */
export function ErrorNotice({ error, retry }: Props) {
  const { t } = useI18n();
  const { title, detail } = explain(error, t);
  return (
    <Alert color="red" variant="light" title={title} icon={<Icon name="warning" />} role="alert">
      <Text size="sm">{detail}</Text>
      {retry && (
        <Button size="compact-sm" variant="light" color="red" mt="xs" onClick={retry}>
          {t.common.retry}
        </Button>
      )}
    </Alert>
  );
}
