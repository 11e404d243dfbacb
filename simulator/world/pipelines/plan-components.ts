import { TOOLING } from '../create-organization.ts';
import type { ComponentWorld, DeployKind } from '../release-types.ts';

/** The Region of all pipelines. */
export const PIPELINE_REGION = 'us-east-1';
export const LEAST_COMPONENTS = 5;

const MORE = ['billing', 'search', 'session', 'quota', 'audit', 'ingest', 'notify', 'profile', 'media', 'export', 'index', 'policy'];
const PARTS = ['api', 'worker', 'store', 'gateway', 'stream', 'cache'];

function component(name: string, kind: DeployKind = 'cloudformation', approvalBefore: string | null = null): ComponentWorld {
  return { name, kind, accountId: TOOLING, region: PIPELINE_REGION, approvalBefore };
}

/** The components of a world, the pipeline of pipelines last. @param lastWave null where no cell is in a wave */
export function planComponents(count: number, lastWave: string | null): ComponentWorld[] {
  const all = [
    component('router'),
    component('cache-engine', 'kubernetes'),
    component('auth', 'cloudformation', lastWave),
    component('topics'),
  ];
  for (let i = 0; all.length < count - 1; i++) {
    const round = Math.floor(i / (MORE.length * PARTS.length));
    const name = `${MORE[i % MORE.length]}-${PARTS[Math.floor(i / MORE.length) % PARTS.length]}${round > 0 ? `-${round + 1}` : ''}`;
    all.push(component(name, i % 5 === 3 ? 'kubernetes' : 'cloudformation'));
  }
  return [...all, component('pipelines', 'pipelines')];
}
