import { useQuery } from '@tanstack/react-query';
import { Link } from 'wouter';
import { officeApi } from '../api-office.ts';
import { useI18n } from '../i18n/index.tsx';
import { usePeriodText } from '../office/period-text.tsx';
import type { Assignment, PersonFile } from '../types-office.ts';
import classes from './file.module.css';
import { FileSection } from './file-section.tsx';
import { usePeopleWords } from './people-words.ts';

/** The teams that a person belongs to now; a chief opens them. */
export function TeamList({ file, isLinked = false }: { file: PersonFile; isLinked?: boolean }) {
  const { t } = useI18n();
  const words = usePeopleWords().page;
  return (
    <FileSection title={words.teams} empty={file.teams.length === 0 ? words.noTeams : undefined}>
      <ul className={classes.list}>
        {file.teams.map(({ id, name, kind }) => (
          <li key={id}>
            {isLinked ? <Link href={`/teams/${id}`}>{name}</Link> : <strong>{name}</strong>}
            <span className={classes.aside}>{t.office.teamKinds[kind] ?? kind}</span>
          </li>
        ))}
      </ul>
    </FileSection>
  );
}

/** Duties that run now. */
export function DutyList({ file }: { file: PersonFile }) {
  const words = usePeopleWords().page;
  const period = usePeriodText();
  return (
    <FileSection title={words.duties} empty={file.duties.length === 0 ? words.noDuties : undefined}>
      <ul className={classes.list}>
        {file.duties.map(({ id, from, to }) => (
          <li key={id}>{period(from, to)}</li>
        ))}
      </ul>
    </FileSection>
  );
}

const mostAssignments = 200;

/** Everything that a person was, is and will be responsible for: what runs now first, then what comes, then the past. */
export function AssignmentList({ file }: { file: PersonFile }) {
  const words = usePeopleWords().page;
  const period = usePeriodText();
  const found = useQuery({
    queryKey: ['assignments', 'of', file.id],
    queryFn: () => officeApi.assignments({ person: file.id, limit: mostAssignments }),
  });
  const sorted = (found.data?.assignments ?? []).toSorted(
    (a, b) => stateOf(a).order - stateOf(b).order || b.from.localeCompare(a.from),
  );
  return (
    <FileSection
      title={words.assignments}
      empty={found.data && sorted.length === 0 ? words.noAssignments : undefined}
    >
      <ul className={classes.list}>
        {sorted.map((assignment) => {
          const { state } = stateOf(assignment);
          return (
            <li key={assignment.id} className={state === 'past' ? (classes.over ?? '') : ''}>
              <span>
                <strong>{assignment.place?.name || assignment.place?.code || `#${assignment.cellId}`}</strong>{' '}
                <span className={classes.aside}>{assignment.role}</span>
              </span>
              <span className={classes.aside}>
                {period(assignment.from, assignment.to)} · {words[state]}
              </span>
            </li>
          );
        })}
      </ul>
    </FileSection>
  );
}

function stateOf({ from, to }: Assignment): { state: 'now' | 'coming' | 'past'; order: number } {
  const now = Date.now();
  if (to !== null && Date.parse(to) <= now) return { state: 'past', order: 2 };
  return Date.parse(from) > now ? { state: 'coming', order: 1 } : { state: 'now', order: 0 };
}
