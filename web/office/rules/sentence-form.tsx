import type { ReactNode } from 'react';
import { type Names, type Part, type Slot, sentenceParts } from '../../../server/rules/sentence.ts';
import { useI18n } from '../../i18n/index.tsx';
import { asksPresence, type Clause, type Draft, toldOf } from './draft.ts';
import { MeasuredControl } from './measured-control.tsx';
import classes from './rules.module.css';
import {
  AreaKindSlot,
  KindSlot,
  NumberSlot,
  PerSlot,
  PlaceSlot,
  type SlotProps,
  TeamSlot,
  UsageSlot,
  WordSlot,
} from './slot-control.tsx';

type Props = SlotProps & {
  names: Names;
  /** Goes to where areas, cells and hours are chosen, below the sentence. */
  goTo: (slot: 'areas' | 'cells' | 'hours') => void;
};

const isBlank = (chosen: readonly unknown[] | null) => chosen?.length === 0;

/** The rule as its sentence, with a control in the place of everything that is chosen. */
export function SentenceForm(props: Props) {
  const { language } = useI18n();
  const parts = sentenceParts(toldOf(props.draft), language, props.names);
  return (
    <section className={classes.sentence} aria-label={props.words.sentence}>
      {parts.map((part, index) => {
        // Words are what stands at their place; controls keep their own, so that what is typed stays typed.
        const key = typeof part === 'string' ? `words ${index}` : part.slot;
        return typeof part === 'string' ? (
          <span key={key}>{part}</span>
        ) : (
          <Control key={key} {...props} part={part} />
        );
      })}
    </section>
  );
}

const removable: readonly Slot[] = [
  ...(['role', 'skill', 'teamKind', 'alsoRole', 'alsoAt', 'hours', 'minMinutes', 'areas'] as const),
];
const isClause = (slot: Slot): slot is Exclude<Clause, 'by'> => removable.includes(slot);

function Control({ part, ...props }: Props & { part: Exclude<Part, string> }) {
  const { draft, change, words } = props;
  const { slot } = part;
  const clause = clauseAt(slot, draft);
  const drop = clause && (
    <button
      type="button"
      className={classes.drop}
      aria-label={words.removeClause(words.clauses[clause])}
      onClick={() => change({ ...draft, [clause]: null })}
    >
      ×
    </button>
  );
  return (
    <span className={classes.clause}>
      {controlOf(props, part)}
      {drop}
    </span>
  );
}

/** The condition that can be taken away at a place of the sentence. */
function clauseAt(slot: Slot, draft: Draft): Clause | undefined {
  if (slot === 'areas' && draft.subject === 'chosen-areas') return undefined;
  if (slot === 'kind')
    return draft.measure !== 'staffing' && draft.by !== null && !asksPresence(draft) ? 'by' : undefined;
  const isAsked = draft.measure === 'measured' && !ofAnyRule.includes(slot);
  return isClause(slot) && !isAsked ? slot : undefined;
}

/** What every rule chooses in the same way, whatever it asks for. */
const ofAnyRule: readonly Slot[] = ['place', 'usage', 'areas', 'cells', 'hours', 'kind', 'role'];

function controlOf({ goTo, ...props }: Props, part: Exclude<Part, string>): ReactNode {
  const { draft, change, words, choices } = props;
  const { slot, text } = part;
  const roles = choices?.roles ?? [];
  if (draft.measure === 'measured' && !ofAnyRule.includes(slot))
    return <MeasuredControl {...props} part={part} />;
  switch (slot) {
    case 'place':
      return <PlaceSlot {...props} />;
    case 'usage':
      return <UsageSlot {...props} />;
    case 'kind':
      return <KindSlot {...props} />;
    case 'teamKind':
      return <TeamSlot {...props} />;
    case 'alsoAt':
      return <AreaKindSlot {...props} />;
    case 'per':
      return <PerSlot {...props} />;
    case 'atLeast':
    case 'everyHours':
    case 'minMinutes':
      return (
        <NumberSlot
          label={words.slots[slot]}
          max={slot === 'minMinutes' ? 1_440 : slot === 'everyHours' ? 87_600 : 10_000}
          value={draft[slot]}
          onChange={(value) => change({ ...draft, [slot]: value })}
        />
      );
    case 'role':
    case 'skill':
    case 'alsoRole':
      return (
        <WordSlot
          label={words.slots[slot]}
          value={draft[slot] ?? ''}
          known={slot === 'skill' ? (choices?.skills ?? []) : roles}
          onChange={(value) => change({ ...draft, [slot]: value })}
        />
      );
    case 'areas':
    case 'cells':
    case 'hours':
      return (
        <button
          type="button"
          className={`${classes.slot} ${isBlank(draft[slot]) ? classes.blank : ''}`}
          aria-label={`${words.slots[slot]}: ${text}`}
          onClick={() => goTo(slot)}
        >
          {text}
        </button>
      );
    default:
      return text;
  }
}
