import { HEADERS } from './entry.js';

/** What a path is answered with. @throws where that is not success */
export async function ask<Answer>(address: string, path: string): Promise<Answer> {
  const response = await fetch(`${address}${path}`, { headers: HEADERS });
  const text = await response.text();
  if (!response.ok) throw new Error(`${path}: ${String(response.status)} ${text}`);
  return JSON.parse(text) as Answer;
}

/** Milliseconds until an answer was read whole. @throws where it is not one of success */
export async function timeOf(address: string, path: string): Promise<number> {
  const from = performance.now();
  const response = await fetch(`${address}${path}`, { headers: HEADERS });
  await response.text();
  if (!response.ok) throw new Error(`${path}: ${String(response.status)}`);
  return performance.now() - from;
}
