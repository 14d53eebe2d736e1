import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { createMetrics } from '../../src/ops/metrics.js';
import type { Loose } from '../support/slack-api.js';

const KUBERNETES = 'deploy/kubernetes';
const read = (path: string): Loose => parse(readFileSync(path, 'utf8'));
const kustomization = read(`${KUBERNETES}/kustomization.yaml`);
const manifests = new Map<string, Loose>(
  kustomization.resources.map((name: string) => {
    const manifest = read(`${KUBERNETES}/${name}`);
    return [manifest.kind, manifest];
  }),
);
const pod = manifests.get('Deployment').spec.template.spec;
const [bot] = pod.containers;

test('every metric of the dashboard and the alerts is one that the program has', async () => {
  const metrics = createMetrics();
  metrics.countActive(() => 0);
  const types = [...(await metrics.text()).matchAll(/^# TYPE (\S+) (\w+)$/gm)];
  const known = types.flatMap(([, name = '', type]) =>
    type === 'histogram' ? [`${name}_bucket`, `${name}_count`, `${name}_sum`] : [name],
  );
  const used = (text: string) => [...new Set(text.match(/\bs3denied_\w+|\bprocess_\w+/g) ?? [])];
  const dashboard = readFileSync('deploy/grafana/s3denied.json', 'utf8');
  const alerts = readFileSync('deploy/prometheus/alerts.yaml', 'utf8');
  const panels: Loose[] = JSON.parse(dashboard).panels;
  const expressions = panels.flatMap(({ targets }) => targets.map(({ expr }: Loose) => expr)).join('\n');
  for (const text of [expressions, alerts]) {
    expect(used(text).length).toBeGreaterThan(5);
    expect(used(text).filter((name) => !known.includes(name))).toEqual([]);
  }
  const own = types.map(([, name = '']) => name).filter((name) => name.startsWith('s3denied_'));
  expect(own.filter((name) => !expressions.includes(name))).toEqual([]);
});

test('every label that the dashboard and the alerts ask for is one that the metric has', async () => {
  const metrics = createMetrics();
  metrics.observeAck('slack', 'command', 1);
  metrics.countInteraction('slack', 'command', 'applied');
  metrics.countEffect('show', 'done', 1);
  metrics.countDiagnosis('x', 'confirmed');
  metrics.countFeedback(true);
  metrics.countAuditCall('x', 'ok');
  metrics.observeStore('load', 'ok', 1);
  metrics.countRateLimited('slack');
  metrics.countThrottled('user', 'start');
  const lines = (await metrics.text()).split('\n').filter((line) => line.startsWith('s3denied_'));
  const labelsOf = (metric: string) =>
    lines
      .flatMap((line) => (line.startsWith(`${metric}{`) ? [...line.matchAll(/(\w+)="/g)] : []))
      .map(([, name]) => name);
  const panels: Loose[] = JSON.parse(readFileSync('deploy/grafana/s3denied.json', 'utf8')).panels;
  const expressions = [
    ...panels.flatMap(({ targets }) => targets.map(({ expr }: Loose) => expr)),
    ...read('deploy/prometheus/alerts.yaml').groups[0].rules.map(({ expr }: Loose) => expr),
  ];
  const asked = expressions.flatMap((text: string) => {
    const [metric] = /s3denied_\w+/.exec(text) ?? [];
    if (metric === undefined) return [];
    const selected = [...text.matchAll(/(\w+)=~?"/g)].map(([, label]) => label);
    const grouped = [...text.matchAll(/by \(([^)]*)\)/g)].flatMap(([, labels = '']) => labels.split(/,\s*/));
    return [...selected, ...grouped].map((label) => ({ metric, label }));
  });
  expect(asked.length).toBeGreaterThan(10);
  expect(asked.filter(({ metric, label }) => !labelsOf(metric).includes(label))).toEqual([]);
});

test('every alert says what it means and how urgent it is', () => {
  const [{ rules }] = read('deploy/prometheus/alerts.yaml').groups;
  for (const { alert, expr, annotations, labels } of rules) {
    expect(alert).toMatch(/^S3Denied/);
    expect(expr).not.toBe('');
    expect(annotations.summary).toBeDefined();
    expect(['page', 'ticket']).toContain(labels.severity);
  }
});

test('every manifest is a resource of the kustomization', () => {
  const files = readdirSync(KUBERNETES).filter((name) => name !== 'kustomization.yaml');
  expect(new Set(kustomization.resources)).toEqual(new Set(files));
  expect([...manifests.keys()]).toEqual(
    expect.arrayContaining([
      'Deployment',
      'Service',
      'HorizontalPodAutoscaler',
      'PodDisruptionBudget',
      'NetworkPolicy',
    ]),
  );
});

test('the pod runs as nobody special, on a file system that it cannot write, without a token of the cluster', () => {
  expect(pod.securityContext).toMatchObject({
    runAsNonRoot: true,
    seccompProfile: { type: 'RuntimeDefault' },
  });
  expect(bot.securityContext).toEqual({
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  });
  expect(manifests.get('ServiceAccount').automountServiceAccountToken).toBe(false);
  expect(bot.resources.limits.memory).toBeDefined();
});

test('the probes ask what the program answers, and a rolling deploy waits for the drain', () => {
  expect(bot.livenessProbe.httpGet).toEqual({ path: '/healthz', port: 'http' });
  expect(bot.readinessProbe.httpGet).toEqual({ path: '/readyz', port: 'http' });
  expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(10);
  expect(manifests.get('Deployment').spec.strategy.rollingUpdate.maxUnavailable).toBe(0);
  expect(manifests.get('HorizontalPodAutoscaler').spec.minReplicas).toBeGreaterThan(1);
});

test('the network policy keeps the pod from the metadata service of its node', () => {
  const blocks = manifests
    .get('NetworkPolicy')
    .spec.egress.flatMap(({ to }: Loose) => to.map(({ ipBlock }: Loose) => ipBlock).filter(Boolean));
  const world = blocks.find(({ cidr }: Loose) => cidr === '0.0.0.0/0');
  expect(world.except).toContain('169.254.0.0/16');
});

test('the balancer passes on what the program serves to the outside, and no health or metrics', () => {
  const { balancer } = read('docker-compose.yml').services;
  for (const volume of balancer.volumes) expect(existsSync(volume.split(':')[0])).toBe(true);
  const config = readFileSync('deploy/nginx/default.conf', 'utf8');
  const [, served = ''] = /location ~ (\S+) \{/.exec(config) ?? [];
  const pattern = new RegExp(served);
  for (const path of ['/slack/events', '/slack/install', '/slack/oauth_redirect', '/api/messages'])
    expect(path).toMatch(pattern);
  for (const path of ['/metrics', '/healthz', '/readyz', '/', '/slack/events/x'])
    expect(path).not.toMatch(pattern);
});

test('every selector of the manifests finds the pod', () => {
  const [label] = kustomization.labels;
  expect(label).toMatchObject({ includeSelectors: true, includeTemplates: true });
  const { scaleTargetRef } = manifests.get('HorizontalPodAutoscaler').spec;
  const deployment = manifests.get('Deployment');
  expect(scaleTargetRef).toEqual({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    name: deployment.metadata.name,
  });
  // The autoscaler counts from what is requested, and says alone how many there are.
  expect(bot.resources.requests.cpu).toMatch(/^\d+m$/);
  expect(deployment.spec.replicas).toBeUndefined();
  const [constraint] = pod.topologySpreadConstraints;
  expect(constraint.labelSelector.matchLabels).toEqual(label.pairs);
  expect(kustomization.images.map(({ name }: Loose) => name)).toEqual([bot.image]);
});

test('the image runs the build as a user without rights, asks for no shell, and tells whether it is well', () => {
  const lines = readFileSync('Dockerfile', 'utf8').replaceAll('\\\n', '').split('\n');
  const stages = lines.flatMap((line, index) => (line.startsWith('FROM ') ? [index] : []));
  const [build, final] = [lines.slice(stages[0], stages[1]), lines.slice(stages[1])];
  const before = (first: string, then: string) =>
    build.findIndex((line) => line.startsWith(first)) < build.findIndex((line) => line.startsWith(then));
  for (const copied of ['COPY package.json', 'COPY scripts', 'COPY src', 'COPY flows'])
    expect([copied, before(copied, 'RUN npm ci')]).toEqual([copied, true]);
  expect(final).toContain('USER node');
  expect(final.filter((line) => line.startsWith('RUN'))).toEqual([]);
  const commandOf = (line = ''): Loose => JSON.parse(line.slice(line.indexOf('[')));
  expect(commandOf(final.find((line) => line.startsWith('CMD')))).toEqual(['node', 'dist/cli.js', 'start']);
  const [program, , script] = commandOf(final.find((line) => line.startsWith('HEALTHCHECK')));
  expect([program, script]).toEqual(['node', expect.stringContaining('/healthz')]);
  for (const copied of final.filter((line) => line.startsWith('COPY')))
    expect(copied).toMatch(/^COPY --from=build /);
});

test('docker compose brings two bots that write nowhere, a Redis that forgets nothing, and a balancer', () => {
  const { services } = read('docker-compose.yml');
  expect(services.bot.deploy.replicas).toBe(2);
  for (const name of ['bot', 'balancer']) expect(services[name].read_only).toBe(true);
  for (const service of Object.values<Loose>(services)) {
    expect(service.cap_drop).toEqual(['ALL']);
    expect(service.security_opt).toEqual(['no-new-privileges:true']);
  }
  expect(Number.parseInt(services.bot.stop_grace_period, 10)).toBeGreaterThan(10);
  expect(services.bot.depends_on.redis.condition).toBe('service_healthy');
  expect(services.redis.command.join(' ')).toMatch(/--appendonly yes.*--maxmemory-policy noeviction/);
  expect(services.balancer.ports).toEqual([expect.stringMatching(/^127\.0\.0\.1:/)]);
});

test('in docker compose nobody but the bots reaches Redis', () => {
  const { services, networks } = read('docker-compose.yml');
  const [only, ...others] = services.redis.networks;
  expect(others).toEqual([]);
  expect(networks[only]).toEqual({ internal: true });
  const beside = Object.keys(services).filter((name) => services[name].networks.includes(only));
  expect(beside).toEqual(['bot', 'redis']);
  expect(services.redis.ports).toBeUndefined();
});
