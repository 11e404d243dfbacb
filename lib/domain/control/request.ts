import { z } from 'zod';
import type { Grant } from '../access/access.ts';
import type { RequestOrigin } from '../audit/audit-entry.ts';
import { type ActionTarget, STOPPING_VERBS, VERBS, type Verb } from './action.ts';

const name = z.string().min(1).max(100);
const executionId = z.string().regex(/^[\w-]{1,100}$/, 'is not the id of an execution');
const names = z.array(name).min(1).max(100);

const target = z.strictObject({
  component: name,
  waves: names.optional(),
  stage: name.optional(),
  executionId: executionId.optional(),
  targetExecutionId: executionId.optional(),
  running: z.enum(['wait', 'abandon']).optional(),
  order: z.enum(['newest-first', 'all-at-once']).optional(),
  fallback: z.boolean().optional(),
  retry: z.enum(['FAILED_ACTIONS', 'ALL_ACTIONS']).optional(),
  components: names.optional(),
  until: z.number().int().positive().optional(),
  extend: z.boolean().optional(),
  owner: z.string().min(1).max(200).optional(),
});

const wish = z.strictObject({ verb: z.enum(VERBS), target });

type Wish = z.infer<typeof wish>;

/** What a verb needs of its target; null when it has it. */
function missing({ verb, target: { component, waves, stage } }: Wish): string | null {
  const all = component === '*';
  if (verb === 'halt-all') return all ? null : 'component must be "*" to halt all';
  if (all && verb !== 'pause-wave' && verb !== 'resume-wave') return 'component must name one component';
  if (verb === 'pause-wave' && waves === undefined && stage === undefined) return 'waves or stage must name what to pause before';
  if (verb === 'retry-stage' && stage === undefined) return 'stage must name what to retry';
  return null;
}

const whole = <T extends Wish>(value: T, issues: z.core.$ZodRawIssue[]) => {
  const fault = missing(value);
  if (fault !== null) issues.push({ code: 'custom', path: ['target'], message: fault, input: value.target });
};

const REASON_CHARACTERS = 2_000;
const written = z.string().max(REASON_CHARACTERS);

/** Body of POST /api/actions/plan. With a reason the plan shows what AWS will be told. */
export const planRequest = z.strictObject({ ...wish.shape, reason: written.optional() }).check(({ value, issues }) => whole(value, issues));
export interface PlanRequest {
  verb: Verb;
  target: ActionTarget;
  reason?: string | undefined;
}

/** Body of POST /api/actions. A stopping verb acts on what it finds: its fingerprint only tells on what it was decided. */
export const startRequest = z
  .strictObject({
    ...wish.shape,
    fingerprint: z.string().max(100).default(''),
    reason: written.default(''),
    typedName: z.string().max(200).optional(),
  })
  .check(({ value, issues }) => {
    whole(value, issues);
    if (STOPPING_VERBS.has(value.verb)) return;
    if (value.fingerprint === '') issues.push({ code: 'custom', path: ['fingerprint'], message: 'must be that of the plan', input: '' });
    if (value.reason.trim() === '') issues.push({ code: 'custom', path: ['reason'], message: 'must say why', input: '' });
  });
export interface StartRequest extends PlanRequest {
  fingerprint: string;
  reason: string;
  typedName?: string | undefined;
}

/** Body of the answers to a request for approval. Only taking one's own back needs no reason. */
export const approvalAnswer = z.strictObject({ reason: written.refine((text) => text.trim() !== '', 'must say why') });
export type ApprovalAnswer = z.infer<typeof approvalAnswer>;

/** Body of taking one's own request back. */
export const withdrawal = z.strictObject({ reason: written.default('') });

/** Of the Idempotency-Key header. */
export const idempotencyKey = z.string().regex(/^[\x21-\x7e]{8,200}$/, 'must be 8 to 200 signs without spaces');

/** Who asks, by which rights, and from where. Times are epoch ms. */
export interface Caller {
  person: { id: string; name: string; email: string | null };
  grants: readonly Grant[];
  /** The session that asks. */
  sessionId: string;
  /** When the session ends. */
  expiresAt: number;
  /** When the person last proved to the identity provider who they are; null when it does not say. */
  authenticatedAt: number | null;
  origin: RequestOrigin;
}
