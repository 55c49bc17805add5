/** One thing on the map: it draws what it is given and knows nothing of where that comes from. */
export type Layer<Data> = { update: (data: Data) => void; remove: () => void };
