import type { Writer } from '../writer.js';
import { campaignEntries, type CampaignEntry } from './campaign-entries.js';
import { begin, COUNTRIES, uuid } from './history.js';

/** Entries of the long campaign, its launch among them: all in one stream. */
export const LONG_ENTRIES = 1_000;
/** Those, and the proposal that it put forward. */
export const LONG_EVENTS = LONG_ENTRIES + 1;

const ids = { campaign: uuid(6, 0), proposal: uuid(6, 1) };
export const LONG_CAMPAIGN = ids.campaign;

const ENTRIES_OF_A_CYCLE = cycleOf(0).length;

/** One campaign that goes on and on while others are told. */
export class LongCampaign {
  private told = 0;
  private due = 0;

  constructor(private readonly writer: Writer) {}

  async launch(): Promise<void> {
    await begin(ids, 'year after year', this.writer);
    this.told = this.due = 1;
  }

  /** So many entries more, or as many as there are still to be. */
  async goOn(entries: number): Promise<void> {
    this.due = Math.min(this.due + entries, LONG_ENTRIES);
    while (this.told < this.due) {
      const { command, body } = entryAfter(this.told++);
      await this.writer.write('campaign', ids.campaign, command, body);
    }
  }
}

function entryAfter(told: number): CampaignEntry {
  const entries = cycleOf(Math.floor((told - 1) / ENTRIES_OF_A_CYCLE));
  return entries[(told - 1) % ENTRIES_OF_A_CYCLE] as CampaignEntry;
}

function cycleOf(cycle: number): readonly CampaignEntry[] {
  const country = COUNTRIES[cycle % COUNTRIES.length] ?? '';
  return campaignEntries({ country, stepId: uuid(7, cycle), proposal: ids.proposal });
}
