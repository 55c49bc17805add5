import { dirname, join } from 'node:path';

type ModuleInfo = {
  code: string | null;
  importedIds: string[];
  dynamicImporters: string[];
};
type Modules = { getModuleInfo: (id: string) => ModuleInfo | null };

/**
 * What the map page is made of, in the order in which it is wanted: what asks for its data, what draws any page, what
 * draws this one, the map. The library of the map stands by itself: in one file with anything else, every page would
 * have to read it.
 */
const steps = [
  { name: 'asking', of: ['main.tsx'] },
  { name: 'page', of: ['shell/start.tsx', 'alerts/bell.tsx'] },
  { name: 'map-page', of: ['pages/map.tsx', 'desk/dock.tsx'] },
  { name: 'map', of: ['map/map-view.tsx', 'desk/shares-on-map.tsx'] },
];
const isOfMapLibrary = /\/node_modules\/(maplibre-gl|pmtiles|fflate)\//;

type Group = { name: (id: string, modules: Modules) => string | null; priority: number };

/** One file for each step; modules that no step needs are left to others. */
export function firstLoad(root: string): Group[] {
  const ofSteps = steps.map(({ name, of }, step): Group => {
    let needed: ReadonlySet<string> | undefined;
    return {
      priority: steps.length + 1 - step,
      name: (id, modules) => {
        // What is imported when it is wanted stays a file of its own.
        const info = modules.getModuleInfo(id);
        if (isOfMapLibrary.test(id) || !info || info.dynamicImporters.length > 0) return null;
        needed ??= new Set(of.flatMap((path) => [...neededBy(join(root, path), modules)]));
        return needed.has(id) ? name : null;
      },
    };
  });
  const library: Group = {
    priority: steps.length + 2,
    name: (id) => (isOfMapLibrary.test(id) ? 'map-library' : null),
  };
  return [library, ...ofSteps];
}

/** An index of a library names hundreds of modules; whoever imports from it needs those it names. */
const isIndex = (id: string) => /\/@mantine\/[a-z]+\/esm\/index\.mjs$/.test(id);
const named = /import\s*\{([^}]*)\}\s*from\s*["']([^"']+)["']/g;

/** The modules that one of the build's modules needs as soon as it runs, by their ids, itself included. */
function neededBy(start: string, modules: Modules): Set<string> {
  const needed = new Set<string>();
  const indexes = new Map<string, Map<string, string>>();
  const waiting = [start];
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    const info = needed.has(id) ? null : modules.getModuleInfo(id);
    if (!info) continue;
    needed.add(id);
    for (const imported of info.importedIds) {
      if (!isIndex(imported)) {
        waiting.push(imported);
        continue;
      }
      const index = indexes.get(imported) ?? modulesByName(imported, modules);
      indexes.set(imported, index);
      for (const name of namesFrom(info.code ?? '', libraryOf(imported))) {
        const module = index.get(name);
        if (module) waiting.push(module);
      }
    }
  }
  return needed;
}

const libraryOf = (index: string) => /@mantine\/[a-z]+/.exec(index)?.[0] ?? '';

function namesFrom(code: string, library: string): string[] {
  return [...code.matchAll(named)].flatMap(([, names = '', from]) =>
    from === library ? names.split(',').map((name) => name.trim().split(/\s+as\s+/)[0] ?? '') : [],
  );
}

/** Which module each name of an index comes from. */
function modulesByName(index: string, modules: Modules): Map<string, string> {
  const code = modules.getModuleInfo(index)?.code ?? '';
  return new Map(
    [...code.matchAll(named)].flatMap(([, names = '', from = '']) =>
      from.startsWith('.')
        ? names.split(',').map((name): [string, string] => [
            name
              .trim()
              .split(/\s+as\s+/)
              .at(-1) ?? '',
            join(dirname(index), from),
          ])
        : [],
    ),
  );
}
