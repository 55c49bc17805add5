import { Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { officeApi } from '../api-office.ts';
import { ErrorNotice } from '../shell/error-notice.tsx';
import { CertificateList } from './certificate-list.tsx';
import { AssignmentList, TeamList } from './engagement-lists.tsx';
import classes from './file.module.css';
import { FileFacts } from './file-facts.tsx';
import { FileSection } from './file-section.tsx';
import { usePeopleWords } from './people-words.ts';
import { TrainingList } from './training-list.tsx';
import { WeekSection } from './week-section.tsx';

/** What the register says about whoever reads it; a chief changes it. */
export function OwnFile({ personId }: { personId: number }) {
  const words = usePeopleWords().page;
  const found = useQuery({ queryKey: ['person', personId], queryFn: () => officeApi.person(personId) });
  const file = found.data;
  if (found.error) return <ErrorNotice error={found.error} retry={() => void found.refetch()} />;
  if (!file) return null;
  return (
    <>
      <Title order={2} size="h4">
        {words.own}
      </Title>
      <div className={classes.sections}>
        <FileSection title={words.file}>
          <FileFacts file={file} isOwn />
        </FileSection>
        <WeekSection file={file} />
        <CertificateList file={file} mayChange={false} />
        <TrainingList file={file} mayChange={false} />
        <TeamList file={file} />
        <AssignmentList file={file} />
      </div>
    </>
  );
}
