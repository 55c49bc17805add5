import { ActionIcon, Alert, Button, Skeleton } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useState } from 'react';
import { type Acceptance, matchingApi, type Proposal, type ProposedSuggestion } from '../api-matching.ts';
import { useI18n } from '../i18n/index.tsx';
import { useSubmission } from '../office/use-submission.ts';
import { ErrorNotice } from '../shell/error-notice.tsx';
import { Icon } from '../shell/icon.tsx';
import { openOf, type ProposalState } from '../state/proposal.ts';
import classes from './proposal.module.css';
import { ProposalList, useProposalWords } from './proposal-list.tsx';
import { ProposalUnmet } from './proposal-unmet.tsx';
import { Sheet } from './sheet.tsx';

type Props = {
  state: ProposalState;
  onClose: () => void;
  onShow: (suggestion: ProposedSuggestion) => void;
};

function Totals({ totals }: Pick<Proposal, 'totals'>) {
  const words = useProposalWords();
  return (
    <ul className={classes.totals}>
      <li>{words.filled(totals.filled, totals.posts)}</li>
      <li>{words.people(totals.people)}</li>
      <li>{words.minutes(totals.minutes)}</li>
      <li>{words.changes(totals.changes)}</li>
      <li>{words.load(totals.loadBefore, totals.loadAfter)}</li>
      <li>{words.mostLoad(totals.mostLoadBefore, totals.mostLoadAfter)}</li>
    </ul>
  );
}

function Refused({ refused }: Pick<Acceptance, 'refused'>) {
  const words = useProposalWords();
  if (refused.length === 0) return null;
  return (
    <Alert color="orange" p="xs" m="xs" title={words.refused(refused.length)}>
      {refused.slice(0, 5).map(({ position, message }) => (
        <div key={position}>{message}</div>
      ))}
    </Alert>
  );
}

type BodyProps = Props & { proposal: Proposal };

function Body({ proposal, state, onShow }: BodyProps) {
  const words = useProposalWords();
  const { chosen, setChosen } = state;
  const open = openOf(proposal);
  const after = { changes: ['proposal', 'assignments', 'people', 'suggestions'] };
  const accepting = useSubmission({
    work: () => matchingApi.accept(proposal.id, [...chosen]),
    ...after,
    after: ({ accepted }) => {
      if (accepted > 0) notifications.show({ message: words.accepted(accepted), color: 'teal' });
    },
  });
  const declining = useSubmission({
    work: () => matchingApi.decline(proposal.id, [...chosen]),
    ...after,
    done: () => words.declined,
  });
  const choose = (position: number, isChosen: boolean) =>
    setChosen(new Set(isChosen ? [...chosen, position] : [...chosen].filter((one) => one !== position)));
  const error = accepting.error ?? declining.error;
  return (
    <>
      <div className={classes.head}>
        <Totals totals={proposal.totals} />
        <p className={classes.key}>{words.key}</p>
        {proposal.inParts.map(({ message }) => (
          <p key={message} className={classes.key}>
            {message}
          </p>
        ))}
        <div className={classes.tools}>
          <span aria-live="polite">{words.selected(chosen.size)}</span>
          <Button size="compact-xs" variant="subtle" onClick={() => setChosen(new Set(open))}>
            {words.all}
          </Button>
          <Button size="compact-xs" variant="subtle" onClick={() => setChosen(new Set())}>
            {words.none}
          </Button>
        </div>
      </div>
      <div className={classes.scroll}>
        {error && <ErrorNotice error={error} />}
        {accepting.data && <Refused refused={accepting.data.refused} />}
        <h3 className={classes.heading}>{words.suggestions(proposal.suggestions.length)}</h3>
        <ProposalList suggestions={proposal.suggestions} chosen={chosen} onChoose={choose} onShow={onShow} />
        <h3 className={classes.heading}>{words.unmet(proposal.unmet.length)}</h3>
        <ProposalUnmet proposal={proposal} />
      </div>
      <footer className={classes.foot}>
        <Button
          flex={1}
          disabled={chosen.size === 0 || declining.isPending}
          loading={accepting.isPending}
          onClick={() => accepting.mutate(undefined)}
        >
          {words.accept(chosen.size)}
        </Button>
        <Button
          variant="default"
          disabled={chosen.size === 0 || accepting.isPending}
          loading={declining.isPending}
          onClick={() => declining.mutate(undefined)}
        >
          {words.decline}
        </Button>
      </footer>
    </>
  );
}

/** A proposal beside the map, in place of the list of gaps: what it costs, who goes where, what stays unmet. */
export default function ProposalSide(props: Props) {
  const { t } = useI18n();
  const words = useProposalWords();
  const [drawnUp, setDrawnUp] = useState(true);
  const { data, error } = props.state.query;
  const handle = {
    text: data ? `${words.label} · ${words.filled(data.totals.filled, data.totals.posts)}` : words.label,
    label: drawnUp ? words.collapse : words.expand,
    onToggle: () => setDrawnUp(!drawnUp),
  };
  return (
    <Sheet label={words.label} side="start" open={drawnUp} handle={handle}>
      <div className={classes.titleHead}>
        <div className={classes.title}>
          <h2>{words.label}</h2>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={words.close}
            title={words.close}
            onClick={props.onClose}
          >
            <Icon name="close" />
          </ActionIcon>
        </div>
      </div>
      {error && <ErrorNotice error={error} />}
      {!data && !error && <Skeleton height={200} m="sm" aria-label={t.shell.loading} />}
      {data && <Body {...props} proposal={data} />}
    </Sheet>
  );
}
