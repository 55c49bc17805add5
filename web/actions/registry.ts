import { type ComponentProps, lazy } from 'react';

/** Every dialog by name; a dialog is the default export of its file and takes `close` besides its own props. */
export const actions = {
  'change-password': lazy(() => import('./change-password.tsx')),
  'create-plan': lazy(() => import('./create-plan.tsx')),
  'import-file': lazy(() => import('./import-file.tsx')),
  'generate-cells': lazy(() => import('./generate-cells.tsx')),
  'publish-plan': lazy(() => import('./publish-plan.tsx')),
  'assign-person': lazy(() => import('./assign-person.tsx')),
  'upload-tracks': lazy(() => import('./upload-tracks.tsx')),
};

export type ActionName = keyof typeof actions;

/** What a dialog is opened with. */
export type ActionProps<N extends ActionName> = Omit<ComponentProps<(typeof actions)[N]>, 'close'>;
