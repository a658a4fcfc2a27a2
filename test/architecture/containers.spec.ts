import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { load, YAML11_SCHEMA } from 'js-yaml';

interface Service {
  readonly image?: string;
  readonly build?: string;
  readonly user?: string;
  readonly ports?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly secrets?: readonly string[];
  readonly volumes?: readonly string[];
  readonly entrypoint?: readonly string[];
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean };
  readonly restart?: string;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly cap_add?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly network_mode?: string;
  readonly profiles?: readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
}

interface Compose {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, { readonly file: string }>>;
}

const text = readFileSync('docker-compose.yml', 'utf8');
// Merged mappings (`<<`) are of YAML 1.1, and Compose reads them.
const compose = load(text, { schema: YAML11_SCHEMA }) as Compose;
const services = Object.entries(compose.services);
const dockerfile = readFileSync('Dockerfile', 'utf8');
const isEventStoreDb = ([, { image }]: (typeof services)[number]) => image?.startsWith('eventstore/eventstore:');

describe('the compose file', () => {
  it('publishes every port on this machine alone, and none twice', () => {
    const ports = services.flatMap(([, service]) => service.ports ?? []);
    expect(ports.length).toBeGreaterThan(5);
    expect(ports.filter((port) => !/^127\.0\.0\.1:\d+:\d+$/.test(port))).toEqual([]);
    expect(new Set(ports.map((port) => port.split(':')[1])).size).toBe(ports.length);
  });

  it('starts the application on EventStoreDB where no profile is asked for, and the rest by profile', () => {
    const named = (profile?: string) =>
      services.filter(([, { profiles = [] }]) => profiles[0] === profile).map(([name]) => name);
    expect(named().toSorted()).toEqual(['application', 'certificates', 'eventstoredb', 'eventstoredb-account']);
    expect(named('cluster')).toEqual(
      expect.arrayContaining(['application-cluster', 'eventstoredb-1', 'eventstoredb-3']),
    );
    expect(named('embedded')).toEqual(['application-embedded']);
    expect(named('monitoring').toSorted()).toEqual(['grafana', 'metrics-token', 'prometheus']);
  });

  it('has a health check for every service, but for those that run once, which others wait for', () => {
    for (const [name, { healthcheck, build, restart }] of services) {
      const isWaitedFor = services.some(
        ([, other]) => other.depends_on?.[name]?.condition === 'service_completed_successfully',
      );
      const runsOnce = healthcheck?.disable === true && restart === 'on-failure' && isWaitedFor;
      const isOfTheImage = healthcheck === undefined && build === '.' && dockerfile.includes('\nHEALTHCHECK ');
      expect([name, runsOnce || isOfTheImage || (healthcheck?.test?.length ?? 0) > 1]).toEqual([name, true]);
    }
  });

  it('waits for services, and keeps data in volumes, that there are', () => {
    for (const [, { depends_on = {}, volumes = [], secrets = [] }] of services) {
      expect(Object.keys(compose.services)).toEqual(expect.arrayContaining(Object.keys(depends_on)));
      const named = volumes.map((volume) => volume.split(':')[0] ?? '').filter((volume) => !volume.startsWith('.'));
      expect(Object.keys(compose.volumes)).toEqual(expect.arrayContaining(named));
      expect(Object.keys(compose.secrets)).toEqual(expect.arrayContaining([...secrets]));
    }
  });

  it('lets no service write to its image, gain rights or keep any that it does not need', () => {
    for (const [name, service] of services) {
      const { read_only, cap_drop, security_opt } = service;
      expect([name, read_only, cap_drop, security_opt]).toEqual([name, true, ['ALL'], ['no-new-privileges:true']]);
    }
    expect(services.filter(([, { cap_add }]) => cap_add).map(([name, { cap_add }]) => [name, cap_add])).toEqual([
      ['certificates', ['CHOWN']],
    ]);
  });

  it('runs nothing as root but what makes certificates, which reaches no network', () => {
    const mayBeRoot = services.filter(
      ([, { user, image }]) => user === 'root' || (!user && !image?.startsWith('prom/')),
    );
    expect(mayBeRoot.map(([name, { network_mode }]) => [name, network_mode])).toEqual([['certificates', 'none']]);
    expect(dockerfile.slice(dockerfile.lastIndexOf('FROM '))).toMatch(/\nUSER node\n/);
  });

  it('takes images by their version', () => {
    const images = services.filter(([, { build }]) => !build).map(([, { image }]) => image);
    expect(images.filter((image) => !/:v?\d+\.\d+\.\d+/.test(image ?? ''))).toEqual([]);
  });
});

describe('secrets', () => {
  it('are files: no setting holds one, and nothing is left at a default', () => {
    const settings = services.flatMap(([, { environment = {} }]) => Object.entries(environment));
    const secret = settings.filter(([name]) => /PASSWORD|TOKEN|SECRET|_STORE(_FILE)?$/.test(name));
    expect(secret.length).toBeGreaterThan(5);
    expect(secret.filter(([name, value]) => !name.endsWith('_FILE') || !value.startsWith('/run/secrets/'))).toEqual([]);
    expect(text).not.toMatch(/changeit|:\/\/[^/\s]+:[^/\s]+@/i);
    for (const [, { environment, secrets = [] }] of services)
      for (const value of Object.values(environment ?? {}))
        if (value.startsWith('/run/secrets/')) expect(secrets).toContain(basename(value));
  });

  it('never get into the repository or the image', () => {
    expect(readFileSync('.gitignore', 'utf8')).toMatch(/^secrets\/$/m);
    expect(readFileSync('.dockerignore', 'utf8')).toMatch(/^secrets$/m);
    expect(Object.values(compose.secrets).every(({ file }) => file.startsWith('./secrets/'))).toBe(true);
  });

  it('are drawn by one command, for their owner alone, each another, and are never replaced', () => {
    const folder = mkdtempSync(join(tmpdir(), 'demarche-secrets-'));
    const draw = () => {
      const { status, stderr } = spawnSync('sh', ['deploy/make-secrets.sh', folder], { encoding: 'utf8' });
      expect([status, stderr.replace(/^Only user 1000.*\n/, '')]).toEqual([0, '']);
      return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), 'utf8')]));
    };
    try {
      const drawn = draw();
      const needed = Object.values(compose.secrets).map(({ file }) => basename(file));
      expect(Object.keys(drawn).toSorted()).toEqual(needed.toSorted());
      const bits = Object.values(drawn).map((content) => /[0-9a-f]{64}/.exec(content)?.[0]);
      expect(new Set(bits).size).toBe(needed.length);
      expect(bits).not.toContain(undefined);
      for (const name of needed) expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600);
      expect(draw()).toEqual(drawn);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('EventStoreDB', () => {
  it('is never without TLS, and its first passwords are drawn ones', () => {
    const nodes = services.filter(isEventStoreDb);
    expect(nodes).toHaveLength(4);
    for (const [name, { environment = {}, secrets, entrypoint }] of nodes) {
      expect(Object.keys(environment)).not.toContain('EVENTSTORE_INSECURE');
      expect(environment['EVENTSTORE_CERTIFICATE_FILE']).toBe(`/certificates/${name}/node.crt`);
      expect(secrets).toEqual(['eventstoredb-admin-password', 'eventstoredb-ops-password']);
      for (const user of ['admin', 'ops'])
        expect(entrypoint?.join('\n')).toContain(
          `EVENTSTORE_DEFAULT_${user.toUpperCase()}_PASSWORD="$$(cat /run/secrets/eventstoredb-${user}-password)"`,
        );
    }
  });

  it('gives the application an account of its own before it starts', () => {
    for (const [application, account] of [
      ['application', 'eventstoredb-account'],
      ['application-cluster', 'eventstoredb-cluster-account'],
    ] as const) {
      const waited = compose.services[application]?.depends_on?.[account];
      expect(waited?.condition).toBe('service_completed_successfully');
      const store = (name: string) => compose.services[name]?.environment?.['DEMARCHE_EVENT_STORE_FILE'];
      expect(store(application)).toBe(store(account));
      expect(compose.services[application]?.secrets).not.toContain('eventstoredb-admin-password');
    }
  });

  it('has nodes that know each other by the names in their certificates', () => {
    const nodes = services.filter(isEventStoreDb).filter(([, { profiles }]) => profiles?.includes('cluster'));
    expect(nodes).toHaveLength(3);
    for (const [name, { environment = {} }] of nodes) {
      const others = nodes.map(([other]) => other).filter((other) => other !== name);
      expect(environment['EVENTSTORE_GOSSIP_SEED']).toBe(others.map((other) => `${other}:2113`).join(','));
      expect(environment['EVENTSTORE_CLUSTER_SIZE']).toBe('3');
      for (const setting of ['NODE_HOST_ADVERTISE_AS', 'REPLICATION_HOST_ADVERTISE_AS'])
        expect(environment[`EVENTSTORE_${setting}`]).toBe(name);
      expect(compose.services['certificates']?.entrypoint?.join('\n')).toContain(name);
    }
  });
});

describe('the image', () => {
  it('runs the command line as its README says, though it has no sources', () => {
    const image = mkdtempSync(join(tmpdir(), 'demarche-image-'));
    try {
      const copied = [...dockerfile.matchAll(/^COPY --from=build \/app\/(\S+) (\S+)$/gm)];
      for (const [, from = '', to = ''] of copied) {
        const target = to === './' ? join(image, from) : join(image, to);
        if (from === 'node_modules') symlinkSync(join(process.cwd(), from), target);
        else cpSync(from, target, { recursive: true });
      }
      const run = (...args: string[]) =>
        spawnSync('npm', ['run', '--silent', 'cli', '--', ...args], {
          cwd: image,
          encoding: 'utf8',
          env: { PATH: process.env['PATH'], HOME: image, DEMARCHE_DATA_DIR: join(image, 'data') },
        });
      expect(run('--help').stdout).toContain('npm run cli -- <verb>');
      expect(run('token', 'create', '--user', 'prometheus', '--scope', 'metrics').status).toBe(0);
      expect(JSON.parse(run('token', 'list', '--json').stdout)).toEqual([
        expect.objectContaining({ userId: 'prometheus', scope: 'metrics' }),
      ]);
    } finally {
      rmSync(image, { recursive: true });
    }
  });
});
