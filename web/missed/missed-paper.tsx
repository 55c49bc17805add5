import { type ReactNode, useLayoutEffect, useRef, useState } from 'react';
import type { MissedRow, MissedSheet, MissedSheets } from '../../server/missed/missed.ts';
import { useI18n } from '../i18n/index.tsx';
import { useClock } from '../state/clock.tsx';
import { gapKinds } from '../state/gap-kinds.ts';
import { isSelfEvident } from './missed-row.tsx';
import paper from './paper.module.css';
import { responsibleText } from './responsible.ts';
import { withRows } from './rest.ts';
import { withoutPlace } from './without-place.ts';
import type { MissedWords } from './words.ts';

type Props = { sheet: MissedSheet; of: MissedSheets; page: [index: number, all: number]; words: MissedWords };

/** A station's page for the morning meeting: as many of its worst as fit with all that they say, and what the rest is. */
export function MissedPaper({ sheet, of, page, words }: Props) {
  const { t } = useI18n();
  const clock = useClock();
  const [shown, paperRef] = useFitting(sheet.rows.length);
  const rest = withRows(sheet.rest, sheet.rows.slice(shown));
  const totals = gapKinds.filter((kind) => sheet.totals[kind]);
  return (
    <article ref={paperRef} className={paper.sheet} data-station={sheet.station?.id ?? 'none'}>
      <header className={paper.head}>
        <h1>{sheet.station?.name ?? words.noStation}</h1>
        <p>
          {words.sheetTitle} · {of.day}
        </p>
      </header>
      <p className={paper.sums}>
        <strong>{words.total(sheet.total)}</strong>
        {totals.map((kind) => (
          <span key={kind}>
            {t.words.gapKinds[kind]} {sheet.totals[kind]}
          </span>
        ))}
        <span>
          {words.asOf(clock.fullDateTime(of.asOf))}
          {of.isProvisional && ` · ${words.provisional}`}
          {of.pending && ` · ${words.pending}`}
        </span>
      </p>
      <table className={paper.table}>
        <colgroup>
          {['4%', '14%', '24%', '8%', '21%', '22%', '7%'].map((width, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: columns never move
            <col key={index} style={{ width }} />
          ))}
        </colgroup>
        <thead>
          <tr>
            {[
              ...[words.number, words.place, words.what, words.since],
              ...[words.who, words.remedy, words.action],
            ].map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {sheet.rows.slice(0, shown).map((row, index) => (
            <PaperRow key={row.id} row={row} number={index + 1} words={words} />
          ))}
        </tbody>
      </table>
      {rest.total > 0 && <Rest rest={rest} words={words} />}
      <footer className={paper.foot}>
        <p className={paper.signature}>{words.signature}</p>
        <p>
          {words.labelled(t.common.counted, `${words.how.total} ${words.how.who}`)}
          {of.isProvisional && ` ${words.provisionalHint}`}
          {of.pending && ` ${words.pendingHint}`}
        </p>
        <p className={paper.pageNumber}>{words.page(...page)}</p>
      </footer>
    </article>
  );
}

/** How many rows a page has room for, found by taking away the last until it is no longer than a page; one at least. */
function useFitting(all: number) {
  const [shown, setShown] = useState(all);
  const paperRef = useRef<HTMLElement>(null);
  useLayoutEffect(() => {
    if (!paperRef.current || shown <= 1) return;
    const { height, minHeight } = getComputedStyle(paperRef.current);
    if (Number.parseFloat(height) > Number.parseFloat(minHeight) + 1) setShown(shown - 1);
  }, [shown]);
  return [shown, paperRef] as const;
}

function PaperRow({ row, number, words }: { row: MissedRow; number: number; words: MissedWords }) {
  const { t } = useI18n();
  const clock = useClock();
  const { place, owner } = row;
  const isSaid = owner !== null && place.name.startsWith(owner);
  const name = [place.name || place.code, !isSaid && owner].filter(Boolean).join(' · ');
  const fields: ReactNode[] = [
    String(number),
    <>
      {name}
      {place.code !== place.name && place.name !== '' && <span className={paper.code}>{place.code}</span>}
    </>,
    isSelfEvident(row) ? t.words.gapKinds[row.kind] : withoutPlace(row.message, place),
    clock.dateTime(row.since),
    responsibleText(row, words),
    row.remedies.map(({ message }) => message).join(' '),
    '',
  ];
  return (
    <tr>
      {fields.map((text, column) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: columns never move
        <td key={column}>{text}</td>
      ))}
    </tr>
  );
}

/** How many more there are, and where. */
function Rest({ rest, words }: { rest: MissedSheet['rest']; words: MissedWords }) {
  const { t } = useI18n();
  const kinds = gapKinds.filter((kind) => rest.totals[kind]);
  const elsewhere = rest.elsewhere > 0 ? [words.elsewhere(rest.elsewhere)] : [];
  const places = rest.places.map(({ name, count }) => `${name} ${count}`);
  return (
    <section className={paper.rest}>
      <strong>{words.restTitle(rest.total)}</strong>
      <p>
        {words.labelled(
          words.restKinds,
          words.list(kinds.map((kind) => `${t.words.gapKinds[kind]} ${rest.totals[kind]}`)),
        )}
      </p>
      <p>{words.labelled(words.restPlaces, words.list([...places, ...elsewhere]))}</p>
    </section>
  );
}
