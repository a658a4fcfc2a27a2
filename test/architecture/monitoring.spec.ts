import { readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { Registry } from 'prom-client';
import { Metrics } from '../../src/http/metrics.js';
import { addStateGauges, type Watched } from '../../src/server/state-gauges.js';

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly description: string };
}

interface Panel {
  readonly type: string;
  readonly title: string;
  readonly targets?: readonly { readonly expr: string }[];
}

const read = (path: string) => readFileSync(path, 'utf8');
const { groups } = load(read('monitoring/prometheus/alerts.yml')) as { groups: { rules: Rule[] }[] };
const rules = groups.flatMap((group) => group.rules);
const dashboard = JSON.parse(read('monitoring/grafana/dashboards/demarche.json')) as { panels: Panel[] };
const shown = dashboard.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));

/** Every sample's name that /metrics can have. */
function exported(): Set<string> {
  const { registry } = new Metrics();
  addStateGauges(registry, { ledger: {} } as Watched);
  expect(registry).toBeInstanceOf(Registry);
  return new Set(
    registry.getMetricsAsArray().flatMap((metric) => {
      const { name, type } = metric as unknown as { name: string; type: string };
      return type === 'histogram' ? ['bucket', 'sum', 'count'].map((part) => `${name}_${part}`) : [name];
    }),
  );
}

const namesIn = (expression: string) => expression.match(/\b(demarche|nodejs|process)_\w+/g) ?? [];

describe('what watches the server', () => {
  it('asks for metrics that it has', () => {
    const names = new Set([...rules.map(({ expr }) => expr), ...shown].flatMap(namesIn));
    const known = exported();
    expect(names.size).toBeGreaterThan(15);
    expect([...names].filter((name) => !known.has(name))).toEqual([]);
  });

  it('shows every metric of the product', () => {
    const drawn = new Set(shown.flatMap(namesIn).map((name) => name.replace(/_(bucket|sum|count)$/, '')));
    const own = [...exported()]
      .map((name) => name.replace(/_(bucket|sum|count)$/, ''))
      .filter((name) => name.startsWith('demarche_'));
    expect(own.filter((name) => !drawn.has(name))).toEqual([]);
  });

  it('says of each alert how bad it is and what to do', () => {
    expect(new Set(rules.map(({ alert }) => alert)).size).toBe(rules.length);
    for (const { alert, labels, annotations } of rules) {
      expect(alert).toMatch(/^Demarche[A-Z]\w+$/);
      expect(['page', 'ticket']).toContain(labels.severity);
      expect(annotations.summary.length).toBeGreaterThan(10);
      expect(annotations.description.length).toBeGreaterThan(20);
    }
    for (const about of ['ready', 'event_store_up', 'status="5xx"', 'lag_seconds', 'stopped', 'available_bytes'])
      expect(rules.filter(({ expr }) => expr.includes(about))).not.toEqual([]);
  });
});
