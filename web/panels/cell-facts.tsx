import { useI18n } from '../i18n/index.tsx';
import type { AreaFeature, CellProperties } from '../types.ts';
import classes from './cell-panel.module.css';

type Props = { properties: CellProperties; areas: Map<number, AreaFeature> };

/** The cell's card: code, owner, use and size. */
export function CellFacts({ properties, areas }: Props) {
  const { t } = useI18n();
  const owner = areas.get(properties.ownerAreaId ?? -1)?.properties;
  const marks = [
    properties.class === 'dedicated' && t.map.cell.dedicated,
    properties.enclave && t.map.cell.enclave,
  ].filter((mark) => mark !== false);
  const facts: [string, string | undefined][] = [
    [t.map.cell.code, properties.code],
    [t.map.cell.owner, owner && t.common.detailed(owner.name, t.words.areaKinds[owner.kind])],
    [t.map.cell.usage, properties.usage ? (t.words.usages[properties.usage] ?? properties.usage) : undefined],
    [t.map.cell.area, t.measures.area(properties.areaSquareMetres)],
    [t.map.cell.households, properties.households?.toLocaleString()],
  ];
  return (
    <section className={classes.section}>
      <dl className={classes.facts}>
        {facts
          .filter(([, value]) => value)
          .map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
      {marks.length > 0 && <p className={classes.quiet}>{marks.join(' · ')}</p>}
    </section>
  );
}
