import { countriesIn } from './countries-in.js';

const PROPOSAL = 'proposal-10000000-0000-4000-8000-000000000001';

describe('The countries that an entry speaks of', () => {
  it('are those that its fields name, however deep, each once and in order', () => {
    const data = {
      country: 'ZWE',
      hostCountry: 'MLI',
      sponsors: ['PER', 'CHL'],
      targets: [{ country: 'CHL', office: 'Mission' }, { institution: 'IMF' }],
      who: { country: 'USA' },
    };
    expect(countriesIn(PROPOSAL, data)).toEqual(['CHL', 'MLI', 'PER', 'USA', 'ZWE']);
  });

  it('are those of votes and lists of countries', () => {
    expect(countriesIn(PROPOSAL, { votes: [{ country: 'PER', vote: 'for' }], countries: ['GHA'] })).toEqual([
      'GHA',
      'PER',
    ]);
  });

  it('include the one in the name of its stream', () => {
    expect(countriesIn('invitation-30000000-0000-4000-8000-000000000001-ZWE', {})).toEqual(['ZWE']);
  });

  it('are not read out of what was said in words, nor out of other names', () => {
    expect(countriesIn(PROPOSAL, { summary: 'ZWE', title: 'CHL', country: undefined as unknown })).not.toContain('ZWE');
    expect(countriesIn('criteria-un-democracy-caucus', {})).toEqual([]);
    expect(countriesIn(PROPOSAL, { regarding: ['invitation-x-ZWE'] })).toEqual([]);
  });
});
