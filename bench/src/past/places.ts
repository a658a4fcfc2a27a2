import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ask } from '../http/asking.js';
import { LONG_CAMPAIGN } from '../rebuild/long-campaign.js';

const DIGITS = 16;
const HEXADECIMAL = 16;
const SNAPSHOT = /^snapshot-(.+)\.sqlite$/;

/** Where in the log a position is: the embedded log counts its events from 1. */
export function placeOf(position: string): number {
  return parseInt(position.slice(position.indexOf('.') + 1), HEXADECIMAL);
}

/** The position of another place in the same log. */
export function positionAt(place: number, known: string): string {
  return known.slice(0, known.indexOf('.') + 1) + place.toString(HEXADECIMAL).padStart(DIGITS, '0');
}

/** Where the read models stand. */
export async function headOf(address: string): Promise<string> {
  const { position } = await ask<{ position: string }>(address, '/api/v1/campaigns?limit=1');
  return position;
}

/** Positions of the snapshots in a data folder, the earliest first. */
export function snapshotsIn(folder: string): string[] {
  const names = readdirSync(join(folder, 'snapshots'));
  return names.flatMap((name) => SNAPSHOT.exec(name)?.[1] ?? []).toSorted();
}

/** What auditors ask of one campaign: where it stood at a moment. */
export function longCampaignAsOf(position: string): string {
  return `/api/v1/campaigns/${LONG_CAMPAIGN}?asOf=${position}`;
}
