import { useState } from 'react';
import type { PeopleOutcome, PeoplePreview } from '../api-sheets.ts';
import { ChooseSheet } from '../office/people-import/choose-sheet.tsx';
import { ImportOutcome } from '../office/people-import/outcome.tsx';
import { ReviewSheet } from '../office/people-import/review-sheet.tsx';
import type { SheetChoice } from '../office/people-import/sheet-choice.ts';

type Step =
  | { is: 'choosing' }
  | { is: 'reviewing'; choice: SheetChoice; preview: PeoplePreview }
  | { is: 'done'; preview: PeoplePreview; outcome: PeopleOutcome };

/** Imports people from a spreadsheet: choose, review, take over, and undo. */
export default function ImportPeople({ close }: { close: () => void }) {
  const [step, setStep] = useState<Step>({ is: 'choosing' });
  const review = (choice: SheetChoice, preview: PeoplePreview) =>
    setStep({ is: 'reviewing', choice, preview });
  if (step.is === 'choosing') return <ChooseSheet close={close} onRead={review} />;
  if (step.is === 'done')
    return <ImportOutcome close={close} preview={step.preview} outcome={step.outcome} />;
  return (
    <ReviewSheet
      key={step.preview.id}
      close={close}
      choice={step.choice}
      preview={step.preview}
      onRead={review}
      onDone={(outcome) => setStep({ is: 'done', preview: step.preview, outcome })}
    />
  );
}
