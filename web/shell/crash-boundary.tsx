import { Alert, Button, Text } from '@mantine/core';
import { Component, type ReactNode } from 'react';
import { useI18n } from '../i18n/index.tsx';

function CrashNotice() {
  const { t } = useI18n();
  return (
    <Alert color="red" title={t.errors.crashed} m="md" role="alert">
      <Text size="sm">{t.errors.crashedDetail}</Text>
      <Button size="compact-sm" mt="xs" onClick={() => location.reload()}>
        {t.errors.reload}
      </Button>
    </Alert>
  );
}

/** Keeps a failure in one part of the page from blanking the rest. */
export class CrashBoundary extends Component<{ children: ReactNode }, { failed: boolean }> {
  override state = { failed: false };

  static getDerivedStateFromError() {
    return { failed: true };
  }

  override render() {
    return this.state.failed ? <CrashNotice /> : this.props.children;
  }
}
