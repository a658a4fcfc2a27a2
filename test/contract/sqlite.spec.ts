import { makeSqliteLog } from '../support/sqlite-event-store-log.js';
import { describeEventStore } from './event-store.contract.js';

describeEventStore('SQLite', () => Promise.resolve(makeSqliteLog()));
