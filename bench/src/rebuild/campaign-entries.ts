import { ENTRY } from '../http/entry.js';
import type { CommandBody } from '../writer.js';

/** A command on a campaign. */
export interface CampaignEntry {
  readonly command: string;
  readonly body: CommandBody;
}

const LETTER = JSON.parse(ENTRY) as CommandBody;
export const SOURCES = LETTER['sources'];

/** What happens in a campaign itself, again and again: letters, meetings, outcomes, and steps that are done. */
export function campaignEntries({
  country,
  stepId,
  proposal,
}: {
  readonly country: string;
  readonly stepId: string;
  readonly proposal: string;
}): readonly CampaignEntry[] {
  return [
    { command: 'LogAction', body: LETTER },
    {
      command: 'LogAction',
      body: {
        ...LETTER,
        kind: 'meeting',
        targets: [{ country, office: 'Permanent Mission to the UN' }],
        participants: [{ organisation: 'Freedom House', count: 2 }],
        asks: [{ text: 'Convene the caucus as a permanent group', response: 'It will be considered' }],
        nextSteps: [{ what: 'See whether the caucus meets as a group', dueOn: '2004-09-30', stepId }],
      },
    },
    { command: 'LogAction', body: { ...LETTER, kind: 'call', targets: [{ country }] } },
    {
      command: 'RecordOutcome',
      body: {
        actor: { country },
        change: 'It speaks of a permanent group.',
        kind: 'discourse',
        direction: 'progress',
        significance: 'It had not done so before.',
        regarding: [`proposal-${proposal}`],
        occurredOn: '2004-06',
      },
    },
    {
      command: 'RecordDevelopment',
      body: {
        who: { organisation: 'Freedom House' },
        summary: 'Freedom House appealed to the caucus to consider four resolutions.',
        occurredOn: '2004-07-01',
      },
    },
    { command: 'LogAction', body: { ...LETTER, kind: 'briefing' } },
    {
      command: 'CompleteNextStep',
      body: { stepId, result: 'The caucus met at ministerial level.', occurredOn: '2004-09-22' },
    },
  ];
}
