import type { ActionRun } from './facts.ts';

/** An image in a registry of ECR; it goes by its digest where that is told, else by its tag. */
export interface ImageReference {
  accountId: string;
  region: string;
  repository: string;
  tag: string | null;
  digest: string | null;
}

/** ACCOUNT.dkr.ecr.REGION.amazonaws.com/REPOSITORY:TAG@DIGEST, tag or digest. */
const REFERENCE =
  /^(\d{12})\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\.(?:amazonaws\.com(?:\.cn)?|on\.aws)\/([a-z0-9._/-]+)(?::([\w.-]{1,300}))?(?:@(\w+:[a-fA-F0-9]+))?$/;

/** The images that runs of actions name among their output variables, each once. */
export function imagesOf(runs: readonly Pick<ActionRun, 'outputs'>[]): ImageReference[] {
  const found = new Map<string, ImageReference>();
  for (const text of new Set(runs.flatMap(({ outputs }) => Object.values(outputs)))) {
    const [, accountId, region, repository, tag, digest] = REFERENCE.exec(text) ?? [];
    if (!accountId || !region || !repository || (!tag && !digest)) continue;
    found.set(text, { accountId, region, repository, tag: tag ?? null, digest: digest ?? null });
  }
  return [...found.values()];
}

/** "cache-engine, 2f9c1", "cache-engine, sha256:1f2e3d4c5b6a": the repository, and what the image is known by there. */
export function imageName({ repository, tag, digest }: ImageReference): string {
  const known = digest === null ? (tag ?? '') : `${digest.split(':')[0]}:${(digest.split(':')[1] ?? '').slice(0, 12)}`;
  return `${repository}, ${/^[0-9a-f]{40}$/.test(known) ? known.slice(0, 7) : known}`;
}
