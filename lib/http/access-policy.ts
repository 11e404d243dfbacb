import { readFile } from 'node:fs/promises';
import type { Env } from '#lib/env.ts';
import { type AccessPolicy, parseAccessPolicy } from './access-rules.ts';

/** The policy that says which group has which role. */
export async function accessPolicy(env: Env): Promise<AccessPolicy> {
  const text = env.ACCESS_POLICY;
  if (text === undefined) return parseAccessPolicy(null);
  if (text.startsWith('file:')) return parseAccessPolicy(await readFile(text.slice(5), 'utf8'));
  return parseAccessPolicy(text);
}
