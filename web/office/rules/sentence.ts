import { ruleSentence, type Told } from '../../../server/rules/sentence.ts';
import { useI18n } from '../../i18n/index.tsx';
import { useAreas } from '../../state/map-data.ts';

/** A rule as one sentence with the names of the areas it chooses, as gaps and previews say it. */
export function useRuleSentence(): (rule: Told) => string {
  const { language } = useI18n();
  const areas = useAreas();
  const names = new Map((areas.data ?? []).map((area) => [area.id, area.properties.name]));
  return (rule) => ruleSentence(rule, language, { area: (id) => names.get(id) });
}
