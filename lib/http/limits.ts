import type { Runtime } from '#lib/runtime-contract.ts';
import { problemResponse } from './problem.ts';
import { RateLimit } from './rate-limit.ts';
import { requestOrigin } from './request-origin.ts';
import type { Session } from './session.ts';

/** Far above what people do, far below what a script can. What stops a rollout is in none of them. */
const LIMITS = {
  /** Steps of signing in, by address: an office may have one. */
  signIn: { burst: 60, perSecond: 1 },
  /** The same from all addresses: where no proxy is trusted an address can be made up. */
  signInOfAll: { burst: 600, perSecond: 20 },
  /** Plans and actions that start something, by person: each reads AWS. */
  change: { burst: 200, perSecond: 5 },
  /** What somebody asks for without the right to it, by person: each is an entry of the audit log. */
  refused: { burst: 20, perSecond: 0.1 },
  /** Registries that somebody wants in force, by person: each is an entry of the audit log, whatever becomes of it. */
  confirm: { burst: 10, perSecond: 0.1 },
  /** Lines of the log about what somebody may not see, by person. */
  denied: { burst: 20, perSecond: 0.1 },
  /** Reads that are made for one person alone: exports, the audit log, long histories. */
  read: { burst: 120, perSecond: 4 },
} as const;

/** Somebody who asks, of a server. */
interface Asking {
  runtime: Runtime;
  session: Session;
}

type LimitName = keyof typeof LIMITS;

const ofRuntime = new WeakMap<Runtime, Record<LimitName, RateLimit>>();

function limitsOf(runtime: Runtime): Record<LimitName, RateLimit> {
  let limits = ofRuntime.get(runtime);
  if (!limits) {
    limits = Object.fromEntries(Object.entries(LIMITS).map(([name, limit]) => [name, new RateLimit(limit)])) as Record<
      LimitName,
      RateLimit
    >;
    ofRuntime.set(runtime, limits);
  }
  return limits;
}

/** 429 for a person who asks for more than the limit gives; null for one who may go on. */
export function overLimit(name: 'change' | 'confirm' | 'refused' | 'denied' | 'read', { runtime, session }: Asking): Response | null {
  return refusal(limitsOf(runtime)[name].take(session.person.id, runtime.clock.now()));
}

/** Whether too many sign-ins come from an address, or from everywhere. */
export function overSignInLimit(request: Request, runtime: Runtime): boolean {
  const now = runtime.clock.now();
  const { signIn, signInOfAll } = limitsOf(runtime);
  const { address } = requestOrigin(request, runtime.env);
  return (signIn.take(address ?? '', now) || signInOfAll.take('', now)) > 0;
}

function refusal(seconds: number): Response | null {
  if (seconds === 0) return null;
  return problemResponse({
    status: 429,
    code: 'too-many-requests',
    title: 'Too many requests',
    detail: 'This was asked for more often than any person does.',
    fix: `Ask again in ${seconds} s.`,
    headers: { 'Retry-After': `${seconds}` },
  });
}

/** Wraps the handler of a read that is made for one person alone. */
export function limitedRead<S extends Asking>(
  handler: (request: Request, signed: S) => Response | Promise<Response>,
): (request: Request, signed: S) => Response | Promise<Response> {
  return (request, signed) => overLimit('read', signed) ?? handler(request, signed);
}
