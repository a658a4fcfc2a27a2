import type { ApiClient } from './api-client.js';

type Labels = Readonly<Record<string, string>>;

interface Sample {
  readonly name: string;
  readonly labels: Labels;
  readonly value: number;
}

const SAMPLE = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? (\S+)$/;
const LABEL = /(\w+)="((?:[^"\\]|\\.)*)"(?:,|$)/g;

/** One answer of /metrics, as Prometheus' text format has it (version 0.0.4). */
export class Scrape {
  /** `# TYPE` of every family, by name. */
  readonly types = new Map<string, string>();
  readonly samples: Sample[] = [];

  constructor(text: string) {
    for (const line of text.split('\n')) {
      const [, name, type] = /^# TYPE (\S+) (\S+)$/.exec(line) ?? [];
      if (name !== undefined) this.types.set(name, type ?? '');
      else if (line !== '' && !line.startsWith('#')) this.samples.push(sampleOf(line));
    }
  }

  static async of(api: ApiClient): Promise<Scrape> {
    const answer = await api.get('/metrics');
    if (answer.status !== 200) throw new Error(`/metrics answered ${String(answer.status)}`);
    return new Scrape(answer.body as string);
  }

  /** The value of the one sample with that name and these labels; undefined where there is none. */
  value(name: string, labels: Labels = {}): number | undefined {
    const found = this.samples.filter(
      (sample) =>
        sample.name === name && Object.entries(labels).every(([label, value]) => sample.labels[label] === value),
    );
    if (found.length > 1) throw new Error(`${name} has ${String(found.length)} samples`);
    return found[0]?.value;
  }

  /** Values of the samples with that name by one label, but for those that are 0. */
  by(label: string, name: string): Record<string, number> {
    const found = this.samples.filter((sample) => sample.name === name && sample.value !== 0);
    return Object.fromEntries(found.map(({ labels, value }) => [labels[label] ?? '', value]));
  }

  /** What has been added since an earlier one. */
  since(earlier: Scrape): Scrape {
    const before = new Map(earlier.samples.map((sample) => [keyOf(sample), sample.value]));
    const added = new Scrape('');
    for (const sample of this.samples)
      added.samples.push({ ...sample, value: sample.value - (before.get(keyOf(sample)) ?? 0) });
    return added;
  }
}

function keyOf({ name, labels }: Sample): string {
  return JSON.stringify([name, labels]);
}

function sampleOf(line: string): Sample {
  const [, name, labels = '', value] = SAMPLE.exec(line) ?? [];
  if (name === undefined) throw new Error(`not a sample: ${line}`);
  return {
    name,
    labels: Object.fromEntries([...labels.matchAll(LABEL)].map(([, label, text]) => [label, text])),
    value: Number(value),
  };
}
