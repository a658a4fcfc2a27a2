import { atLeast, type Comparison } from '../comparison.js';
import { entriesOn64Objects, entriesPerSecond } from '../http/entries-per-second.js';
import { product } from '../http/target.js';

/** A busy campaign must not be slower than many quiet ones: its entries are decided and appended together. */
export const oneCampaign: Comparison = {
  name: 'one-campaign',
  work: 'the same, 64 clients on one campaign',
  rival: 'the same on 64 objects',
  reach: atLeast(0.8),
  unit: ' entries/s',
  prepare: (bench) => ({
    work: () => entriesPerSecond(bench, product(1)),
    rival: () => entriesOn64Objects(bench),
  }),
};
