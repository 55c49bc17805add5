import { openAction } from '../actions/open.ts';
import { officeApi } from '../api-office.ts';
import type { PersonFile, Training } from '../types-office.ts';
import classes from './file.module.css';
import { FileSection } from './file-section.tsx';
import { usePeopleWords } from './people-words.ts';
import { RecordCommands } from './record-commands.tsx';

/** What a person was trained in, the latest first. */
export function TrainingList({ file, mayChange }: { file: PersonFile; mayChange: boolean }) {
  const words = usePeopleWords();
  const open = (training?: Training) => openAction('edit-training', { personId: file.id, training });
  return (
    <FileSection
      title={words.page.trainings}
      add={mayChange ? { label: words.page.add, open: () => open() } : undefined}
      empty={file.trainings.length === 0 ? words.page.noTrainings : undefined}
    >
      <ul className={classes.list}>
        {file.trainings.map((training) => (
          <li key={training.id}>
            <span>
              <strong>{training.subject}</strong>{' '}
              <span className={classes.aside}>
                {[training.hours && words.page.trainingHours(training.hours), training.result]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </span>
            <span>
              <span className={classes.aside}>{training.heldOn}</span>{' '}
              {mayChange && (
                <RecordCommands
                  name={training.subject}
                  edit={() => open(training)}
                  remove={() => officeApi.removeTraining(file.id, training.id)}
                />
              )}
            </span>
          </li>
        ))}
      </ul>
    </FileSection>
  );
}
