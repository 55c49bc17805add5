import { Center } from '@mantine/core';
import { lazy, Suspense } from 'react';
import { useRoute } from 'wouter';
import { useI18n } from '../i18n/index.tsx';
import { SignInPage } from '../pages/sign-in.tsx';
import { useSession } from '../state/session.ts';
import { CrashBoundary } from './crash-boundary.tsx';
import { ErrorNotice } from './error-notice.tsx';
import { Shell } from './shell.tsx';

const SetUp = lazy(() => import('../pages/set-up.tsx'));

function Opening() {
  const { t } = useI18n();
  return (
    <div className="first-paint" role="status" aria-label={t.shell.loading}>
      <span className="first-paint-mark" />
      <span>{t.brand.title}</span>
    </div>
  );
}

/** The one-time set-up, or the product for whoever is signed in. */
export function App() {
  const [isSetUp, parameters] = useRoute('/setup/:token');
  if (!isSetUp) return <SignedInApp />;
  return (
    <Suspense fallback={<Opening />}>
      <SetUp token={parameters.token} />
    </Suspense>
  );
}

/** Asks who is signed in, then shows the sign-in page or the product. */
function SignedInApp() {
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
