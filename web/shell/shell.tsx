import { Center, Loader } from '@mantine/core';
import { Suspense } from 'react';
import { Redirect, Route, Switch } from 'wouter';
import { useI18n } from '../i18n/index.tsx';
import { pages } from '../pages/index.ts';
import { holds } from '../state/session.ts';
import type { User } from '../types.ts';
import { CrashBoundary } from './crash-boundary.tsx';
import { Header } from './header.tsx';
import { NotFound } from './not-found.tsx';
import classes from './shell.module.css';

function Waiting() {
  const { t } = useI18n();
  return (
    <Center h="100%" role="status" aria-label={t.shell.loading}>
      <Loader />
    </Center>
  );
}

/** The frame around every page: header with menu, and the page of the address. */
export function Shell({ user }: { user: User }) {
  const { t } = useI18n();
  const open = pages.filter((page) => !page.roles || holds(user, page.roles));
  // Whoever may not see coverage starts on the first page they may.
  const [first] = open;
  return (
    <div className={classes.frame}>
      <a className="skip-link" href="#main">
        {t.shell.skip}
      </a>
      <Header user={user} pages={open.filter((page) => !page.unlisted)} />
      <main id="main" tabIndex={-1} className={classes.main}>
        <CrashBoundary>
          <Suspense fallback={<Waiting />}>
            <Switch>
              {open.map((page) => (
                <Route key={page.path} path={page.path} component={page.component} />
              ))}
              {first && first.path !== '/' && (
                <Route path="/">
                  <Redirect to={first.path} replace />
                </Route>
              )}
              <Route component={NotFound} />
            </Switch>
          </Suspense>
        </CrashBoundary>
      </main>
    </div>
  );
}
