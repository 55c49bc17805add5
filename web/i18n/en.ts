import { map } from './en-map.ts';
import { office } from './en-office.ts';
import { versions } from './en-versions.ts';
import {
  areaKinds,
  flagReasons,
  gapKinds,
  personKinds,
  roles,
  statuses,
  statusHints,
  usages,
} from './en-words.ts';
import { enPunctuation } from './punctuation.ts';
import type { zh } from './zh.ts';

export const en: typeof zh = {
  brand: { name: 'Gridwarden', latin: '平安网格', title: 'Gridwarden 平安网格' },
  pages: {
    map: 'Map',
    cell: 'A cell’s history',
    around: 'Who was where',
    missed: 'Missed',
    weekly: 'Weekly sheet',
    alerts: 'Alerts',
    missedPrint: 'Missed, on paper',
    plans: 'Plans',
    compare: 'Compare plans',
    planEditor: 'Edit plan',
    areas: 'Areas',
    layers: 'Points and lines',
    people: 'People',
    assignments: 'Assign',
    person: 'A person’s file',
    numbering: 'Numbers of people',
    teams: 'Teams',
    team: 'Team',
    duties: 'Duty',
    rules: 'Rules',
    points: 'Points to visit',
    devices: 'Devices',
    device: 'Device',
    mine: 'My device',
    load: 'Load',
    talent: 'Talent pool',
    accounts: 'Accounts',
    tokens: 'API tokens',
    decisions: 'Decisions on positions',
    thresholds: 'Judging of positions',
    responseLimits: 'Response distances',
    looks: 'Looks',
    quarantine: 'Not understood',
  },
  shell: {
    skip: 'Skip to main content',
    menu: 'Menu',
    nav: 'Main navigation',
    groups: { review: 'Review', grids: 'Grids', people: 'People' },
    loading: 'Loading…',
    account: 'Account menu',
    changePassword: 'Change password',
    signOut: 'Sign out',
    switchLanguage: '中文',
    switchLanguageHint: '切换到中文',
    notFound: 'There is no such page',
    notFoundDetail: 'The address may be wrong, or your account cannot see it.',
    toMap: 'Back to the map',
    demo: 'Demo',
    demoHint:
      'A demonstration banner: its outline and the names and codes of villages and communities are real; inner borders, forest farms, stations, people and tracks are simulated.',
  },
  common: {
    ...enPunctuation,
    close: 'Close',
    cancel: 'Cancel',
    save: 'Save',
    create: 'New',
    remove: 'Delete',
    retry: 'Try again',
    search: 'Search',
    all: 'All',
    none: 'None',
    more: 'More',
    show: 'Show',
    hide: 'Hide',
    counted: 'How it was counted',
  },
  errors: {
    network: 'The server cannot be reached',
    networkDetail: 'Check the network, or that the service is running, and try again.',
    server: 'The server failed',
    serverDetail:
      'Try again shortly; if it persists, tell the administrator the time so that the log can be read.',
    forbidden: 'Not allowed',
    forbiddenDetail: 'Your account lacks this permission; ask the administrator.',
    missing: 'Not found',
    missingDetail: 'It may have been deleted, or lies outside your area.',
    signedOut: 'Your session has ended',
    signedOutDetail: 'Please sign in again.',
    unknown: 'That did not work',
    unknownDetail: 'Please try again.',
    crashed: 'This part of the page failed',
    crashedDetail: 'Reloading usually helps.',
    reload: 'Reload',
  },
  signIn: {
    title: 'Sign in',
    lead: 'Police and community grids in one',
    username: 'User name',
    password: 'Password',
    submit: 'Sign in',
    usernameMissing: 'Enter your user name',
    passwordMissing: 'Enter your password',
    wrong: 'Wrong user name or password',
    wrongDetail: 'Check capitals and the input method; an administrator can reset a forgotten password.',
    tooMany: 'Too many attempts',
    tooManyDetail: 'Wait a minute and try again.',
    demo: 'The demonstration accounts and passwords were printed in the terminal when the service started.',
    offline: 'Data stays on your own server; this page contacts no other site.',
  },
  measures: {
    ago: (seconds) =>
      seconds < 60
        ? 'just now'
        : seconds < 3600
          ? `${Math.floor(seconds / 60)} min ago`
          : seconds < 86400
            ? `${Math.floor(seconds / 3600)} h ago`
            : `${Math.floor(seconds / 86400)} d ago`,
    duration: (seconds) =>
      seconds < 60
        ? `${Math.round(seconds)} s`
        : seconds < 3600
          ? `${Math.round(seconds / 60)} min`
          : `${Math.floor(seconds / 3600)} h ${Math.round((seconds % 3600) / 60)} min`,
    length: (metres) => (metres < 1000 ? `${Math.round(metres)} m` : `${(metres / 1000).toFixed(1)} km`),
    area: (squareMetres) =>
      squareMetres < 100_000
        ? `${Math.round(squareMetres).toLocaleString('en-GB')} m²`
        : `${(squareMetres / 1e6).toFixed(2)} km²`,
  },
  map,
  words: { areaKinds, flagReasons, gapKinds, personKinds, roles, statuses, statusHints, usages },
  office,
  versions,
};
