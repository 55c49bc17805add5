import './shell/styles.ts';
import { askForMapPage } from './state/opening.ts';

// The map is what people come for: its data is asked for before the code that draws anything has arrived.
if (location.pathname === '/') {
  askForMapPage();
  for (const part of [import('./map/map-view.tsx'), import('./pages/map.tsx')]) part.catch(() => undefined);
}

// Not awaited: what starts the page imports from the file that this line ends up in, which must be done by then.
void import('./shell/start.tsx');
