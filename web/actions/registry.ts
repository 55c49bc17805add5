import { type ComponentProps, lazy } from 'react';

/** Every dialog by name; a dialog is the default export of its file and takes `close` besides its own props. */
export const actions = {
  'change-password': lazy(() => import('./change-password.tsx')),
  'create-plan': lazy(() => import('./create-plan.tsx')),
  'import-file': lazy(() => import('./import-file.tsx')),
  'generate-cells': lazy(() => import('./generate-cells.tsx')),
  'adjust-cells': lazy(() => import('./adjust-cells.tsx')),
  'plan-limits': lazy(() => import('./plan-limits.tsx')),
  'publish-plan': lazy(() => import('./publish-plan.tsx')),
  'assign-person': lazy(() => import('./assign-person.tsx')),
  'upload-tracks': lazy(() => import('./upload-tracks.tsx')),
  confirm: lazy(() => import('./confirm.tsx')),
  'edit-area': lazy(() => import('./edit-area.tsx')),
  'edit-person': lazy(() => import('./edit-person.tsx')),
  'import-people': lazy(() => import('./import-people.tsx')),
  'export-people': lazy(() => import('./export-people.tsx')),
  'edit-certificate': lazy(() => import('./edit-certificate.tsx')),
  'edit-training': lazy(() => import('./edit-training.tsx')),
  'join-team': lazy(() => import('./join-team.tsx')),
  'leave-team': lazy(() => import('./leave-team.tsx')),
  'give-cells': lazy(() => import('./give-cells.tsx')),
  'edit-team': lazy(() => import('./edit-team.tsx')),
  'create-duty': lazy(() => import('./create-duty.tsx')),
  'create-device': lazy(() => import('./create-device.tsx')),
  'enrol-device': lazy(() => import('./enrol-device.tsx')),
  'carry-device': lazy(() => import('./carry-device.tsx')),
  'edit-account': lazy(() => import('./edit-account.tsx')),
  'reset-password': lazy(() => import('./reset-password.tsx')),
  'create-token': lazy(() => import('./create-token.tsx')),
  'who-could': lazy(() => import('./who-could.tsx')),
  'propose-people': lazy(() => import('./propose-people.tsx')),
  'create-rule': lazy(() => import('./create-rule.tsx')),
  'edit-response-limit': lazy(() => import('./edit-response-limit.tsx')),
  'edit-point': lazy(() => import('./edit-point.tsx')),
};

export type ActionName = keyof typeof actions;

/** What a dialog is opened with. */
export type ActionProps<N extends ActionName> = Omit<ComponentProps<(typeof actions)[N]>, 'close'>;
