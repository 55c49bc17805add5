import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ActionHost } from '../actions/host.tsx';
import { I18nProvider } from '../i18n/index.tsx';
import { ClockProvider } from '../state/clock.tsx';
import { queryClient } from '../state/query-client.ts';
import { App } from './app.tsx';
import { styleNonce } from './nonce.ts';
import { theme } from './theme.ts';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has lost its root element');

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
