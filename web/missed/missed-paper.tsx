import type { ReactNode } from 'react';
import type { MissedRow, MissedSheet, MissedSheets } from '../../server/missed/missed.ts';
import { useI18n } from '../i18n/index.tsx';
import { useClock } from '../state/clock.tsx';
import { gapKinds } from '../state/gap-kinds.ts';
import { isSelfEvident } from './missed-row.tsx';
import paper from './paper.module.css';
import { responsibleText } from './responsible.ts';
import { withoutPlace } from './without-place.ts';
import type { MissedWords } from './words.ts';

type Props = { sheet: MissedSheet; of: MissedSheets; page: [index: number, all: number]; words: MissedWords };

/** A station's page for the morning meeting. What stands on it is cut at three lines a field, so that it stays one page. */
export function MissedPaper({ sheet, of, page, words }: Props) {
  const { t } = useI18n();
  const clock = useClock();
  const totals = gapKinds.filter((kind) => sheet.totals[kind]);
  return (
    <article className={paper.sheet} data-station={sheet.station?.id ?? 'none'}>
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
          {['4%', '14%', '31%', '9%', '12%', '23%', '7%'].map((width, index) => (
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
          {sheet.rows.map((row, index) => (
            <PaperRow key={row.id} row={row} number={index + 1} words={words} />
          ))}
        </tbody>
      </table>
      {sheet.rest.total > 0 && <Rest rest={sheet.rest} words={words} />}
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

/** A field has three lines: of whoever does not fit it is said how many they are. */
const namesInField = 4;

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
    responsibleText(row, words, namesInField),
    row.remedies.map(({ message }) => message).join(' '),
    '',
  ];
  return (
    <tr>
      {fields.map((text, column) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: columns never move
        <td key={column}>
          <span className={paper.field}>{text}</span>
        </td>
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
