import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Type, type Static } from '@sinclair/typebox';
import { Value } from '@sinclair/typebox/value';
import { CalledWrongly } from '../exit-codes.js';

const FORMAT = 1;
const FILE = 'backup.json';

const manifestSchema = Type.Object({
  format: Type.Literal(FORMAT),
  software: Type.String(),
  madeAt: Type.String(),
  /** Of the log that was copied, of its last event, and how many there are. */
  logId: Type.String(),
  position: Type.String(),
  events: Type.Integer(),
});

/** What a backup says of itself. Written last: a folder without it holds no whole backup. */
export type Manifest = Static<typeof manifestSchema>;

export function writeManifest(folder: string, manifest: Omit<Manifest, 'format'>): void {
  const text = JSON.stringify({ format: FORMAT, ...manifest }, undefined, 2);
  writeFileSync(join(folder, FILE), `${text}\n`, { mode: 0o600, flag: 'wx' });
}

/** @throws CalledWrongly where the folder holds no whole backup, or one that this version cannot read */
export function readManifest(folder: string): Manifest {
  const manifest = parsed(folder);
  if (Value.Check(manifestSchema, manifest)) return manifest;
  throw new CalledWrongly(`${join(folder, FILE)} is of no backup that this version can read`);
}

function parsed(folder: string): unknown {
  try {
    return JSON.parse(readFileSync(join(folder, FILE), 'utf8'));
  } catch {
    throw new CalledWrongly(`${folder} holds no whole backup: ${FILE}, which is written last, cannot be read`);
  }
}
