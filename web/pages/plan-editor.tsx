import { Button, Center, Loader, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'wouter';
import { plansApi } from '../api-plans.ts';
import { useI18n } from '../i18n/index.tsx';
import { useWords } from '../plan-editor/words.ts';
import { Workbench } from '../plan-editor/workbench.tsx';
import { ErrorNotice } from '../shell/error-notice.tsx';
import { NotFound } from '../shell/not-found.tsx';
import { useSession } from '../state/session.ts';

/** The planning workbench of one draft. */
export default function PlanEditorPage() {
  const { id = '' } = useParams();
  return /^\d+$/.test(id) ? <OpenPlan key={id} id={Number(id)} /> : <NotFound />;
}

function OpenPlan({ id }: { id: number }) {
  const { t } = useI18n();
  const words = useWords();
  const session = useSession();
  const plan = useQuery({ queryKey: ['plans', id], queryFn: () => plansApi.plan(id), staleTime: 0 });
  if (plan.error && !plan.data)
    return (
      <Center h="100%" p="md">
        <ErrorNotice error={plan.error} retry={() => void plan.refetch()} />
      </Center>
    );
  if (!plan.data || !session.data)
    return (
      <Center h="100%" role="status" aria-label={t.shell.loading}>
        <Loader />
      </Center>
    );
  if (plan.data.status !== 'draft')
    return (
      <Center h="100%" p="md">
        <Stack align="center" gap="xs">
          <Text fw={600}>{words.draftOnly}</Text>
          <Text size="sm" c="dimmed">
            {words.draftOnlyDetail}
          </Text>
          <Button component={Link} href="/plans" variant="default">
            {words.back}
          </Button>
        </Stack>
      </Center>
    );
  return <Workbench plan={plan.data} user={session.data.displayName} />;
}
