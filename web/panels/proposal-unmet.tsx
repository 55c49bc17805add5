import type { Proposal } from '../api-matching.ts';
import classes from './proposal.module.css';
import { useProposalWords } from './proposal-list.tsx';

/** What the proposal leaves unmet, who is why not there, and what would help. */
export function ProposalUnmet({ proposal: { unmet, gaps } }: { proposal: Proposal }) {
  const words = useProposalWords();
  const messages = new Map(gaps.map(({ id, message }) => [id, message]));
  if (unmet.length === 0) return <p className={classes.unmet}>{words.unmetNone}</p>;
  return (
    <ul className={classes.list}>
      {unmet.map(({ gapId, missing, reasons, relaxation }) => (
        <li key={gapId} className={classes.unmet} data-unmet={gapId}>
          <strong>{messages.get(gapId) ?? words.missing(missing)}</strong>
          <ul className={classes.counts}>
            {reasons.map(({ reason, message }) => (
              <li key={reason}>{message}</li>
            ))}
          </ul>
          <p className={classes.help}>
            {words.relaxation}
            {relaxation.message}
          </p>
        </li>
      ))}
    </ul>
  );
}
