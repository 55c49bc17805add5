import { dialogs } from './en-dialogs.ts';
import { pages } from './en-pages.ts';
import type { office as source } from './zh-office.ts';

export const office: typeof source = {
  from: 'From',
  to: 'To',
  open: 'open',
  openEnd: 'Empty: no end',
  fromMissing: 'Say when it begins',
  endsBeforeBegins: 'The end must come after the beginning',
  clear: 'Clear',
  copy: 'Copy',
  copied: 'Copied',
  nothingFound: 'Nothing matches',
  layers: { community: 'Community grid', police: 'Police grid' },
  teamKinds: {
    enterprise: 'Enterprise',
    campus: 'Campus',
    community: 'Community',
    anti_fraud: 'Anti-fraud',
    party_government: 'Party and government',
    gacha: 'Gacha',
    forest: 'Forest',
    livestock_theft: 'Livestock theft',
    taxi: 'Taxi',
    other: 'Other',
  },
  ...dialogs,
  ...pages,
};
