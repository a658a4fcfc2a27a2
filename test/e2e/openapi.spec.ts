import { aggregates } from '../../src/aggregates.js';
import { RunningServer, removeFolder } from '../support/running-server.js';
import { launch } from '../support/sample-entries.js';

interface Operation {
  readonly requestBody?: {
    readonly content: Record<string, { readonly examples: Record<string, { readonly value: object }> }>;
  };
  readonly responses: Record<string, unknown>;
}

let server: RunningServer;
let document: { readonly paths: Record<string, Record<string, Operation>> };

beforeAll(async () => {
  server = await RunningServer.start();
  document = (await server.api.get('/openapi.json')).body as typeof document;
});

afterAll(async () => {
  await server.stop();
  removeFolder(server.folder);
});

const withCommands = aggregates.filter(({ commands }) => Object.keys(commands).length > 0);

describe('the documentation', () => {
  it('describes every route of the contract that exists by now', () => {
    for (const route of ['campaigns', 'proposals', 'consultations', 'ministerials', 'criteria']) {
      expect(Object.keys(document.paths)).toEqual(
        expect.arrayContaining([`/api/v1/${route}`, expect.stringContaining(`/api/v1/${route}/{`) as string]),
      );
    }
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining([
        '/api/v1/live',
        '/api/v1/audit/log',
        '/api/v1/audit/read-models',
        '/api/v1/endorsement-board',
        '/healthz',
        '/readyz',
        '/metrics',
      ]),
    );
  });

  it.each(withCommands.map((aggregate) => [aggregate.decider.category, aggregate] as const))(
    'has for every command of a %s an example that is accepted as it stands',
    async (_, { key, commands }) => {
      const campaign = await server.api.log('campaigns', launch());
      const ministerial = await server.api.log('ministerials', ministerialExample(campaign.id));
      await server.api.log(`ministerials/${ministerial.id}/open-invitations`, { occurredOn: '2000' });
      let path = key.path
        .replace(':ministerialId', ministerial.id)
        .replace(':country', 'VEN')
        .replace(':body', 'un-democracy-caucus');
      for (const [name, { verb }] of Object.entries(commands)) {
        const documented = `/api/v1/${verb === undefined ? (key.path.split('/:')[0] ?? '') : `${key.path.replace(/:(\w+)/g, '{$1}')}/${verb}`}`;
        const example =
          document.paths[documented]?.['post']?.requestBody?.content['application/json']?.examples[name]?.value;
        expect([name, example]).toEqual([name, expect.any(Object) as object]);
        const body =
          verb === undefined && 'campaignId' in (example ?? {}) ? { ...example, campaignId: campaign.id } : example;
        const answer = await server.api.post(verb === undefined ? documented : `${path}/${verb}`, body);
        expect([name, answer.status, answer.body]).toEqual([name, verb === undefined ? 201 : 200, answer.body]);
        expect([name, answer.body.eventIds]).toEqual([name, [expect.any(String) as string]]);
        if (verb === undefined) path = path.replace(':id', answer.body.id as string);
      }
    },
  );
});

function ministerialExample(campaignId: string): object {
  return { campaignId, edition: 1, hostCountry: 'POL', city: 'Warsaw', occurredOn: '2000' };
}
