import { get } from 'node:http';

/** An entry on the live stream: whose it is, and when the bytes came that completed it (milliseconds). */
export type OnEntry = (eventId: string, at: number) => void;

const EVENT_ID = /^data: .*?"eventId":"([^"]+)"/m;

/** Reads the live stream until it is ended; resolves once the server has begun it. */
export function followLive(
  address: string,
  headers: Readonly<Record<string, string>>,
  onEntry: OnEntry,
): Promise<() => void> {
  return new Promise((resolve, reject) => {
    const request = get(`${address}/api/v1/live`, { headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (more: string) => {
        const at = performance.now();
        const blocks = `${text}${more}`.split('\n\n');
        text = blocks.pop() ?? '';
        for (const block of blocks) {
          const [, eventId] = EVENT_ID.exec(block) ?? [];
          if (eventId !== undefined) onEntry(eventId, at);
        }
      });
      response.once('data', () => {
        resolve(() => request.destroy());
      });
    });
    request.on('error', (error) => {
      if (!request.destroyed) reject(error);
    });
  });
}
