import './shell/styles.ts';
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ActionHost } from './actions/host.tsx';
import { I18nProvider } from './i18n/index.tsx';
import { App } from './shell/app.tsx';
import { styleNonce } from './shell/nonce.ts';
import { theme } from './shell/theme.ts';
import { ClockProvider } from './state/clock.tsx';
import { askForMapPage } from './state/opening.ts';
import { queryClient } from './state/query-client.ts';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has lost its root element');

// The map is what people come for: its code and its data are asked for before anything is drawn.
if (location.pathname === '/') {
  askForMapPage();
  for (const part of [import('./map/map-view.tsx'), import('./pages/map.tsx')]) part.catch(() => undefined);
}

createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} getStyleNonce={() => styleNonce} forceColorScheme="light">
      <I18nProvider>
        <QueryClientProvider client={queryClient}>
          <ClockProvider>
            <Notifications position="top-center" autoClose={6000} />
            <App />
            <ActionHost />
          </ClockProvider>
        </QueryClientProvider>
      </I18nProvider>
    </MantineProvider>
  </StrictMode>,
);
