import { Center } from '@mantine/core';
import { useI18n } from '../i18n/index.tsx';
import { SignInPage } from '../pages/sign-in.tsx';
import { useSession } from '../state/session.ts';
import { CrashBoundary } from './crash-boundary.tsx';
import { ErrorNotice } from './error-notice.tsx';
import { Shell } from './shell.tsx';

function Opening() {
  const { t } = useI18n();
  return (
    <div className="first-paint" role="status" aria-label={t.shell.loading}>
      <span className="first-paint-mark" />
      <span>{t.brand.title}</span>
    </div>
  );
}

/** Asks who is signed in, then shows the sign-in page or the product. */
export function App() {
  const session = useSession();
  if (session.isPending) return <Opening />;
  if (session.isError) {
    return (
      <Center h="100%" p="md">
        <ErrorNotice error={session.error} retry={() => session.refetch()} />
      </Center>
    );
  }
  return <CrashBoundary>{session.data ? <Shell user={session.data} /> : <SignInPage />}</CrashBoundary>;
}
