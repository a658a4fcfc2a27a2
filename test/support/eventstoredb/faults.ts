/** What can go wrong, by where it goes wrong. `deliver` is each event that a subscription sends. */
export interface FaultsByCall {
  append:
    | 'silence-before-write'
    | 'silence-after-write'
    | 'cut-before-write'
    | 'cut-after-write'
    | 'deadline-before-write'
    | 'deadline-after-write'
    | 'not-leader'
    | 'not-ready';
  readStream: ReadFault;
  readAll: ReadFault;
  subscribe: 'silence' | 'cut' | 'not-leader' | 'not-ready';
  /**
   * `cut` and `end` before the event is sent, `twice` sends it again at once, `too-slow` drops the consumer,
   * `caught-up-again` sends `fellBehind` and `caughtUp` before it, as KurrentDB does.
   */
  deliver: 'silence' | 'cut' | 'end' | 'twice' | 'too-slow' | 'caught-up-again';
}

/** `midway`: after half of the events that the read would have given. */
type ReadFault =
  'silence' | 'silence-midway' | 'cut' | 'cut-midway' | 'end-midway' | 'deadline' | 'not-leader' | 'not-ready';

type Call = keyof FaultsByCall;

interface Chance {
  readonly fault: FaultsByCall[Call];
  readonly probability: number;
}

/** Faults that a test sets: for the next calls, or at random from a seed, the same each time. */
export class Faults {
  private readonly queued = new Map<Call, FaultsByCall[Call][]>();
  private readonly chances = new Map<Call, Chance[]>();
  private readonly counts = new Map<string, number>();
  private readonly calls = new Map<Call, number>();
  private random = seededRandom(1);

  /** The next so many calls meet this fault, after those that were set before. */
  next<Where extends Call>(call: Where, fault: FaultsByCall[Where], times = 1): void {
    this.queued.set(call, [...(this.queued.get(call) ?? []), ...Array<typeof fault>(times).fill(fault)]);
  }

  /** Each call meets this fault with a probability from 0 to 1; several faults of one call exclude each other. */
  sometimes<Where extends Call>(call: Where, fault: FaultsByCall[Where], probability: number): void {
    this.chances.set(call, [...(this.chances.get(call) ?? []), { fault, probability }]);
  }

  seed(seed: number): void {
    this.random = seededRandom(seed);
  }

  /** Nothing goes wrong from now on. */
  clear(): void {
    this.queued.clear();
    this.chances.clear();
  }

  /** How often a fault was met. */
  met<Where extends Call>(call: Where, fault: FaultsByCall[Where]): number {
    return this.counts.get(`${call} ${fault}`) ?? 0;
  }

  /** How often a call came, whether or not it met a fault. */
  came(call: Call): number {
    return this.calls.get(call) ?? 0;
  }

  /** For the server: the fault that this call meets. */
  take<Where extends Call>(call: Where): FaultsByCall[Where] | undefined {
    this.calls.set(call, this.came(call) + 1);
    const fault = this.queued.get(call)?.shift() ?? this.draw(call);
    if (fault !== undefined) this.counts.set(`${call} ${fault}`, (this.counts.get(`${call} ${fault}`) ?? 0) + 1);
    return fault as FaultsByCall[Where] | undefined;
  }

  private draw(call: Call): FaultsByCall[Call] | undefined {
    const chances = this.chances.get(call);
    if (chances === undefined) return undefined;
    let drawn = this.random();
    return chances.find(({ probability }) => (drawn -= probability) < 0)?.fault;
  }
}

/** Numbers from 0 to 1, the same for the same seed (mulberry32). */
function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
