import { Checkbox } from '@mantine/core';
import type { ProposedSuggestion } from '../api-matching.ts';
import { matching as en } from '../i18n/en-matching.ts';
import { useI18n } from '../i18n/index.tsx';
import { matching as zh } from '../i18n/zh-matching.ts';
import classes from './proposal.module.css';

export function useProposalWords() {
  return (useI18n().language === 'zh' ? zh : en).proposal;
}

type Props = {
  suggestions: readonly ProposedSuggestion[];
  chosen: ReadonlySet<number>;
  onChoose: (position: number, isChosen: boolean) => void;
  onShow: (suggestion: ProposedSuggestion) => void;
};

/** Who would go where, each with its reasons and a box to choose it by. */
export function ProposalList({ suggestions, chosen, onChoose, onShow }: Props) {
  const words = useProposalWords();
  const { language } = useI18n();
  return (
    <ul className={classes.list}>
      {suggestions.map((one) => {
        const { position, state, person, role, place, gapIds, reasons } = one;
        const name = person?.name ?? words.unnamed;
        return (
          <li key={position} className={classes.row} data-state={state} data-suggestion={position}>
            <Checkbox
              size="xs"
              mt={2}
              aria-label={`${name} → ${place}`}
              checked={state === 'open' ? chosen.has(position) : state === 'accepted'}
              disabled={state !== 'open'}
              onChange={(event) => onChoose(position, event.currentTarget.checked)}
            />
            <span className={classes.who}>
              <strong>{name}</strong>
              <span aria-hidden>→</span>
              <button type="button" className={classes.where} title={words.show} onClick={() => onShow(one)}>
                {place}
              </button>
              <span className={classes.quiet}>
                {role} · {words.closes(gapIds.length)}
                {state !== 'open' && ` · ${words.states[state]}`}
              </span>
            </span>
            <span className={classes.reasons}>{reasons.join(language === 'zh' ? '；' : '; ')}</span>
          </li>
        );
      })}
    </ul>
  );
}
