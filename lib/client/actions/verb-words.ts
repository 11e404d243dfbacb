import type { AuditVerb } from '#lib/domain/audit/audit-entry.ts';
import type { Verb } from '#lib/domain/control/action.ts';

/** What a verb is called before its plan is here. */
export const VERB_WORDS: Readonly<Record<Verb, string>> = {
  'pause-wave': 'Pause before a wave',
  'resume-wave': 'Resume',
  'halt-rollout': 'Halt the release',
  'halt-all': 'Halt all releases',
  'retry-stage': 'Retry what failed',
  approve: 'Approve',
  reject: 'Reject',
  'roll-back': 'Roll back',
};

/** The same of all that the audit log has entries of. */
export const AUDIT_VERB_WORDS: Readonly<Record<AuditVerb, string>> = {
  ...VERB_WORDS,
  'sign-out-person': 'Sign out a person',
  'confirm-registry': 'Confirm a registry',
  'break-glass': 'Break the glass',
};
