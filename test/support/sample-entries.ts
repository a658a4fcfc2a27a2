/** Bodies of entries that specs send; each may be changed. */
export const launch = (change: object = {}) => ({
  title: 'A permanent group of democracies at the UN',
  objective: 'Democracies meet as a permanent group.',
  arenas: ['un-democracy-caucus', 'imf', 'community-of-democracies'],
  levels: ['global'],
  occurredOn: '2000-06-27',
  ...change,
});

export const submit = (campaignId: string, change: object = {}) => ({
  campaignId,
  arena: 'un-democracy-caucus',
  title: 'Warsaw Declaration',
  ask: 'Form coalitions and caucuses of democracies',
  text: 'Governments pledge to work together.',
  kind: 'joint-statement',
  addressedTo: 'Governments at the Warsaw ministerial',
  occurredOn: '2000-06-25',
  ...change,
});

export const endorse = (change: object = {}) => ({
  country: 'CHL',
  capacity: 'minister',
  occurredOn: '2000-06-27',
  sources: [{ kind: 'official-record', title: 'Ministerial-level meeting', url: 'https://example.org/record' }],
  ...change,
});

export const request = (campaignId: string, change: object = {}) => ({
  campaignId,
  occasion: 'policy-review',
  purpose: 'Review of the transparency policy',
  occurredOn: '2024',
  ...change,
});

export const hold = (change: object = {}) => ({
  mode: 'written',
  participants: [{ side: 'imf' }, { side: 'civil-society', count: 4 }],
  topics: ['Transparency policy'],
  summary: 'Civil society commented on the review.',
  occurredOn: '2024',
  ...change,
});

export const announce = (campaignId: string, change: object = {}) => ({
  campaignId,
  edition: 4,
  hostCountry: 'MLI',
  city: 'Bamako',
  startsOn: '2007-11-14',
  endsOn: '2007-11-17',
  occurredOn: '2006-05',
  ...change,
});

export const action = (change: object = {}) => ({
  kind: 'letter',
  level: 'global',
  summary: 'NGOs asked the chair of the Convening Group for a permanent group.',
  occurredOn: '2003-09-23',
  ...change,
});
