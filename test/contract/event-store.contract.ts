import type { EventStore } from '../../src/event-sourcing/event-store.js';
import type { TestLog } from '../support/event-store-fixtures.js';
import { describeAppending } from './appending.contract.js';
import { describeFollowing } from './following.contract.js';
import { describeModel } from './model.contract.js';
import { describePayloads } from './payloads.contract.js';
import { describeReading } from './reading.contract.js';
import { describeRepeating } from './repeating.contract.js';

/** What a test has: a log of its own, and a store on it. */
export interface Given {
  readonly store: EventStore;
  /** Another instance on the same log. */
  another(): Promise<EventStore>;
  /** A store on another log. */
  stranger(): Promise<EventStore>;
}

/** What every event store does. Each adapter passes it, whole. */
export function describeEventStore(name: string, makeLog: () => Promise<TestLog>): void {
  describe(`event store: ${name}`, () => {
    const given = prepareEach(makeLog);
    describeAppending(given);
    describeRepeating(given);
    describePayloads(given);
    describeReading(given);
    describeFollowing(given);
    describeModel(given);
  });
}

/** Makes a log before each test and does away with it afterwards; the returned object always speaks of the present one. */
function prepareEach(makeLog: () => Promise<TestLog>): Given {
  let logs: TestLog[] = [];
  let store: EventStore;
  const make = async (): Promise<TestLog> => {
    const log = await makeLog();
    logs.push(log);
    return log;
  };
  beforeEach(async () => {
    store = await (await make()).open();
  });
  afterEach(async () => {
    await Promise.all(logs.map((log) => log.dispose()));
    logs = [];
  });
  return {
    another: async () => (logs[0] as TestLog).open(),
    stranger: async () => (await make()).open(),
    get store() {
      return store;
    },
  };
}
