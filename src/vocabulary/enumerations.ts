export const ARENAS = ['un-democracy-caucus', 'imf', 'community-of-democracies'] as const;
export type Arena = (typeof ARENAS)[number];

export const LEVELS = ['national', 'regional', 'global'] as const;
export type Level = (typeof LEVELS)[number];
