import { ActionIcon, Badge, Button, Skeleton, Stack } from '@mantine/core';
import { Link } from 'wouter';
import { openAction } from '../actions/open.ts';
import { useI18n } from '../i18n/index.tsx';
import { postingAddress } from '../posting/address.ts';
import { ErrorNotice } from '../shell/error-notice.tsx';
import { Icon } from '../shell/icon.tsx';
import { holds, useSession } from '../state/session.ts';
import type { AreaFeature, CellCoverage, CellDetail, CellStatus } from '../types.ts';
import { CellFacts } from './cell-facts.tsx';
import { CellJudgements } from './cell-judgements.tsx';
import { CellLineage } from './cell-lineage.tsx';
import { CellMissing } from './cell-missing.tsx';
import classes from './cell-panel.module.css';
import { CellPeople } from './cell-people.tsx';
import { CellVisits } from './cell-visits.tsx';
import { StatusMark } from './status-mark.tsx';

type Props = {
  cell: number;
  planId: number | undefined;
  detail: CellDetail | undefined;
  error: unknown;
  onRetry: () => void;
  status: CellStatus | undefined;
  /** What was counted in the period. */
  coverage: CellCoverage | undefined;
  areas: Map<number, AreaFeature>;
  onClose: () => void;
  onLocate: () => void;
};

function Waiting() {
  const { t } = useI18n();
  return (
    <Stack p="md" gap="sm" role="status" aria-label={t.shell.loading}>
      <Skeleton height={16} width="60%" />
      <Skeleton height={64} />
      <Skeleton height={16} width="40%" />
      <Skeleton height={90} />
    </Stack>
  );
}

function Head({ cell, planId, detail, status, coverage, onClose, onLocate }: Props) {
  const { t } = useI18n();
  const properties = detail?.cell.properties;
  const code = properties?.code ?? coverage?.code ?? '';
  const name = properties?.name || code;
  return (
    <header className={classes.head}>
      <div className={classes.names}>
        <h2 className={classes.name} title={name}>
          {name || ' '}
        </h2>
        <div className={classes.state}>
          {status && (
            <Badge
              variant="default"
              radius="sm"
              tt="none"
              leftSection={<StatusMark status={status} />}
              data-status={status}
            >
              {t.words.statuses[status]}
            </Badge>
          )}
          {name !== code && <span className={classes.code}>{code}</span>}
        </div>
      </div>
      <ActionIcon
        component={Link}
        href={`/cells/${cell}${planId === undefined ? '' : `?plan=${planId}`}`}
        variant="subtle"
        color="gray"
        aria-label={t.pages.cell}
        title={t.pages.cell}
      >
        <Icon name="clock" />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t.map.cell.locate}
        title={t.map.cell.locate}
        onClick={onLocate}
      >
        <Icon name="pin" />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        aria-label={t.map.cell.close}
        title={t.map.cell.close}
        onClick={onClose}
      >
        <Icon name="close" />
      </ActionIcon>
    </header>
  );
}

function Body({
  detail,
  coverage,
  areas,
}: {
  detail: CellDetail;
  coverage: CellCoverage | undefined;
  areas: Props['areas'];
}) {
  return (
    <>
      <CellMissing gaps={detail.gaps} planId={detail.cell.properties.planId} />
      <CellJudgements {...detail} />
      <CellPeople {...detail} coverage={coverage} />
      <CellVisits visits={detail.visits} coverage={coverage} />
      <CellFacts properties={detail.cell.properties} areas={areas} />
      <CellLineage plan={detail.cell.properties.planId} cell={detail.cell.id} />
    </>
  );
}

/** Everything about one cell: what is missing, who is there for it, who came. */
export function CellPanel(props: Props) {
  const { t } = useI18n();
  const { data: user } = useSession();
  const { cell, planId, detail, error, onRetry, coverage, areas } = props;
  const cellName = detail?.cell.properties.name || coverage?.code;
  return (
    <>
      <Head {...props} />
      <div className={classes.scroll}>
        {error ? (
          <div className={classes.section}>
            <ErrorNotice error={error} retry={onRetry} />
          </div>
        ) : detail ? (
          <Body detail={detail} coverage={coverage} areas={areas} />
        ) : (
          <Waiting />
        )}
      </div>
      {holds(user, ['chief']) && (
        <footer className={classes.foot}>
          <Button
            flex={1}
            leftSection={<Icon name="people" size={16} />}
            onClick={() => openAction('assign-person', { cellId: cell, planId, cellName })}
          >
            {t.map.cell.assign}
          </Button>
          <ActionIcon
            component={Link}
            href={postingAddress({ plan: planId, cells: [cell], tab: 'list' })}
            variant="default"
            size={36}
            aria-label={t.map.cell.assignOnMap}
            title={t.map.cell.assignOnMap}
          >
            <Icon name="list" />
          </ActionIcon>
          <Button
            variant="default"
            leftSection={<Icon name="upload" size={16} />}
            onClick={() => openAction('upload-tracks')}
          >
            {t.map.cell.upload}
          </Button>
        </footer>
      )}
    </>
  );
}
