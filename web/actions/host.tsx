import { LoadingOverlay } from '@mantine/core';
import { type ComponentType, Suspense } from 'react';
import { closeAction, useOpenAction } from './open.ts';
import { actions } from './registry.ts';

/** Shows the dialog that is open; each is loaded when it is first asked for. */
export function ActionHost() {
  const open = useOpenAction();
  if (!open) return null;
  // `openAction` has checked the props against the dialog of that name.
  const Dialog = actions[open.name] as ComponentType<{ close: () => void }>;
  return (
    <Suspense fallback={<LoadingOverlay visible pos="fixed" />}>
      <Dialog key={open.key} {...open.props} close={closeAction} />
    </Suspense>
  );
}
