import { Alert, Anchor, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Link, useLocation, useParams } from 'wouter';
import { openAction } from '../actions/open.ts';
import { officeApi } from '../api-office.ts';
import { PageFrame } from '../office/page-frame.tsx';
import { CertificateList } from '../people/certificate-list.tsx';
import { AssignmentList, DutyList, TeamList } from '../people/engagement-lists.tsx';
import classes from '../people/file.module.css';
import { FileFacts } from '../people/file-facts.tsx';
import { FileSection } from '../people/file-section.tsx';
import { usePeopleWords } from '../people/people-words.ts';
import { TrainingList } from '../people/training-list.tsx';
import { WeekSection } from '../people/week-section.tsx';
import { ErrorNotice } from '../shell/error-notice.tsx';
import { useClock } from '../state/clock.tsx';
import type { PersonFile } from '../types-office.ts';

const PersonWeeks = lazy(() => import('../history/person-weeks.tsx'));

/** One person: the file, what attests what they can, when they are available, and what they are engaged in. */
export default function PersonPage() {
  const words = usePeopleWords().page;
  const id = Number(useParams()['id']);
  const found = useQuery({ queryKey: ['person', id], queryFn: () => officeApi.person(id) });
  const file = found.data;
  return (
    <PageFrame
      title={file?.name ?? words.file}
      actions={file && !file.erased && <Commands file={file} />}
      filters={
        <Anchor component={Link} href="/people" size="sm">
          {words.back}
        </Anchor>
      }
    >
      {found.error && <ErrorNotice error={found.error} retry={() => void found.refetch()} />}
      {file && <Presence file={file} />}
      {file && (
        <div className={classes.sections}>
          <FileSection title={words.file}>
            <FileFacts file={file} />
          </FileSection>
          <WeekSection file={file} />
          <CertificateList file={file} mayChange={!file.erased} />
          <TrainingList file={file} mayChange={!file.erased} />
          <TeamList file={file} isLinked />
          <AssignmentList file={file} />
          <DutyList file={file} />
        </div>
      )}
      {file && (
        <Suspense fallback={null}>
          <PersonWeeks personId={id} />
        </Suspense>
      )}
    </PageFrame>
  );
}

function Presence({ file }: { file: PersonFile }) {
  const words = usePeopleWords().page;
  const today = useClock().isoDate(new Date());
  if (file.erased) return <Alert color="gray">{words.erasedBanner}</Alert>;
  if (file.leftOn === null) return null;
  return (
    <Alert color="orange">
      {file.leftOn <= today ? words.leftBanner(file.leftOn) : words.leavesBanner(file.leftOn)}
    </Alert>
  );
}

function Commands({ file }: { file: PersonFile }) {
  const words = usePeopleWords().page;
  const [, navigate] = useLocation();
  const erase = () =>
    openAction('confirm', {
      title: words.erase,
      question: words.eraseQuestion(file.name),
      submitLabel: words.erase,
      done: words.erased,
      changes: ['people', 'person', 'assignments', 'duties', 'devices', 'teams'],
      work: async () => {
        await officeApi.erasePerson(file.id);
        navigate('/people');
      },
    });
  return (
    <>
      <Button variant="default" onClick={() => openAction('create-duty', { personId: file.id })}>
        {words.duty}
      </Button>
      <Button variant="subtle" color="red" onClick={erase}>
        {words.erase}
      </Button>
      <Button onClick={() => openAction('edit-person', { personId: file.id })}>{words.change}</Button>
    </>
  );
}
