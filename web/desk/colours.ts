/** Told apart by people with any kind of colour vision (after Okabe and Ito 2008), dark enough for a light map. */
const hues = [
  '#0072b2',
  '#c24a00',
  '#00795a',
  '#a8487f',
  '#8a6100',
  '#2f7fb5',
  '#6a1b9a',
  '#4e3b2f',
  '#1d4ed8',
  '#b3202e',
];

export const otherColour = '#6b7480';

export const hueAt = (index: number) => hues[index % hues.length] ?? otherColour;
export const mostHues = hues.length;
