import type { Language } from '../http/problem.ts';
import { furtherRole } from '../rules/further-role.ts';
import type { Requirement } from './post.ts';
import type { RelaxationStep } from './relax.ts';
import { kindWord, type Said } from './words.ts';

/** What to change, and what that gives. `nameOf` is told only ids of people whom the caller covers. */
export function stepWords(
  step: RelaxationStep,
  requires: Requirement,
  nameOf: (personId: number) => string,
  language: Language,
): string {
  if (step.kind === 'recruit') {
    const { zh, en, enMany } = kindWord(requires.kind);
    const skill = {
      zh: requires.skill ? `（${requires.skill}）` : '',
      en: requires.skill ? ` with ${requires.skill}` : '',
    };
    return language === 'zh'
      ? `增补 ${step.count} 名${zh}${skill.zh}`
      : `find ${step.count} more ${step.count === 1 ? en : enMany}${skill.en}`;
  }
  const names = namesOf(step.personIds, nameOf, language);
  const count = step.personIds.length;
  if (step.kind === 'distance')
    return language === 'zh'
      ? `距离由 ${step.from} 公里放宽到 ${step.to} 公里，可增加 ${count} 人：${names}`
      : `distance ${step.from} → ${step.to} km gives ${count}: ${names}`;
  if (step.kind === 'move')
    return language === 'zh'
      ? `把${names}从 ${step.from} 调来，该处仍然达标`
      : `move ${names} from ${step.from}, which stays at quota`;
  const words: Record<Exclude<typeof step.kind, 'distance' | 'move' | 'recruit'>, Said> = {
    place: { zh: `登记${names}的居住地`, en: `enter where ${names} lives` },
    skill: { zh: `培训${names}：${requires.skill ?? ''}`, en: `train ${names} in ${requires.skill ?? ''}` },
    renew: {
      zh: `为${names}换证：${requires.skill ?? ''}`,
      en: `renew the certificate ${requires.skill ?? ''} of ${names}`,
    },
    hours: { zh: `请${names}在规定时段出勤`, en: `ask ${names} to be available in these hours` },
    'other-role': {
      zh: `让${names}担任${furtherRole(requires).zh}`,
      en: `give ${names} the role ${furtherRole(requires).en}`,
    },
    team: { zh: `让${names}加入相应义警队`, en: `let ${names} join a team of the kind` },
    load: { zh: `允许${names}多负责一处`, en: `let ${names} take one place more` },
    post: { zh: `允许${names}再多担一项`, en: `let ${names} take one post more` },
  };
  return words[step.kind][language];
}

const mostNamed = 5;

function namesOf(ids: readonly number[], nameOf: (id: number) => string, language: Language): string {
  const names = ids
    .slice(0, mostNamed)
    .map(nameOf)
    .join(language === 'zh' ? '、' : ', ');
  const more = ids.length - mostNamed;
  if (more <= 0) return names;
  return language === 'zh' ? `${names}等 ${ids.length} 人` : `${names} and ${more} more`;
}
