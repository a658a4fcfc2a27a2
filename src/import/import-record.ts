import { judgeBy } from '../commands/amendments.js';
import { CommandRunner } from '../event-sourcing/command-runner.js';
import type { AnyAsked } from '../event-sourcing/decider.js';
import { streamName, type StreamName } from '../event-sourcing/event.js';
import { DEMARCHE_NAMESPACE } from '../event-sourcing/ids.js';
import { nameBasedUuid } from '../event-sourcing/name-based-uuid.js';
import { IdempotencyKeyReused } from '../event-sourcing/submission.js';
import type { Log } from './dry-run.js';
import { importAggregate } from './import.js';
import type { ImportFinished } from './import.events.js';

/** Which file, and on whose behalf. */
export interface ImportedFile {
  readonly namespace: string;
  /** SHA-256 of its bytes, hex. */
  readonly sha256: string;
  readonly actorId: string;
}

/**
 * What an import says of itself in the log. Its stream is that of the file's content in its namespace: an import that
 * was cut off and is run again goes on there.
 */
export class ImportRecord {
  private readonly runner: CommandRunner;

  private constructor(
    private readonly log: Log,
    private readonly file: ImportedFile,
    private readonly stream: StreamName,
    private readonly finishedBefore: number,
    private isUnderWay: boolean,
  ) {
    this.runner = new CommandRunner({ ...log, judge: judgeBy(log.clock) });
  }

  static async of(file: ImportedFile, log: Log): Promise<ImportRecord> {
    const name = JSON.stringify(['import', file.namespace, file.sha256]);
    const stream = streamName('import', nameBasedUuid(name, DEMARCHE_NAMESPACE));
    let [started, finished] = [0, 0];
    for await (const { type } of log.store.readStream(stream)) {
      if (type.startsWith('import.ImportStarted.')) started++;
      else finished++;
    }
    return new ImportRecord(log, file, stream, finished, started > finished);
  }

  async start(lines: number): Promise<void> {
    if (!this.isUnderWay) await this.run('StartImport', { sha256: this.file.sha256, lines });
    this.isUnderWay = true;
  }

  /** Nothing is said of an import that had nothing to write. */
  async finish(counts: Omit<ImportFinished['data'], 'sha256'>): Promise<void> {
    if (!this.isUnderWay) return;
    try {
      await this.run('FinishImport', { sha256: this.file.sha256, ...counts });
    } catch (error) {
      // Somebody else imported the same file at the same time, and was done first.
      if (!(error instanceof IdempotencyKeyReused)) throw error;
    }
    this.isUnderWay = false;
  }

  private async run(type: string, data: AnyAsked['data']): Promise<void> {
    const { namespace, actorId } = this.file;
    const occurredOn = new Date(this.log.clock.now()).toISOString().slice(0, 10);
    await this.runner.run({
      aggregate: importAggregate,
      target: this.stream,
      asked: { type, data, actorId, entry: { occurredOn, visibility: 'members' } },
      body: data,
      idempotencyKey: String(this.finishedBefore),
      keyScope: `import:${namespace}`,
    });
  }
}
