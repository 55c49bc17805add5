import './shell/styles.ts';
import { askForMapPage } from './state/opening.ts';

// The map is what people come for: its data is asked for before the code that draws anything has arrived.
if (location.pathname === '/') {
  askForMapPage();
  for (const part of [import('./map/map-view.tsx'), import('./pages/map.tsx')]) part.catch(() => undefined);
}

await import('./shell/start.tsx');
