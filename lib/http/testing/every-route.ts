import * as unknown from '#app/api/[...path]/route.ts';
import * as action from '#app/api/actions/[id]/route.ts';
import * as plan from '#app/api/actions/plan/route.ts';
import * as actions from '#app/api/actions/route.ts';
import * as approvalApprove from '#app/api/approvals/[id]/approve/route.ts';
import * as approvalChanges from '#app/api/approvals/[id]/changes/route.ts';
import * as approvalDecline from '#app/api/approvals/[id]/decline/route.ts';
import * as approval from '#app/api/approvals/[id]/route.ts';
import * as approvalWithdraw from '#app/api/approvals/[id]/withdraw/route.ts';
import * as approvals from '#app/api/approvals/route.ts';
import * as auditExport from '#app/api/audit/export/route.ts';
import * as audit from '#app/api/audit/route.ts';
import * as cell from '#app/api/cells/[name]/route.ts';
import * as costsBehind from '#app/api/costs/behind/route.ts';
import * as costsCell from '#app/api/costs/cell/route.ts';
import * as costsExport from '#app/api/costs/export/route.ts';
import * as costsStatus from '#app/api/costs/status/route.ts';
import * as glassEnd from '#app/api/glass/end/route.ts';
import * as glass from '#app/api/glass/route.ts';
import * as health from '#app/api/health/route.ts';
import * as live from '#app/api/live/route.ts';
import * as metrics from '#app/api/metrics/route.ts';
import * as signOutPerson from '#app/api/people/[id]/sign-out/route.ts';
import * as people from '#app/api/people/route.ts';
import * as ready from '#app/api/ready/route.ts';
import * as confirmRegistry from '#app/api/registry/confirm/route.ts';
import * as endSessions from '#app/api/sessions/end/route.ts';
import * as sessions from '#app/api/sessions/route.ts';
import type { ApiHandler } from '../api-route.ts';
import { costsRoute as costs } from '../costs-route.ts';
import { fleetRoute as fleet } from '../fleet-route.ts';
import { rolloutRoute as rollout, rolloutsRoute as rollouts } from '../rollouts-route.ts';

/** A route of our own: sign-in is NextAuth's, behind a gate with tests of its own. */
interface Route {
  path: string;
  module: Readonly<Record<string, ApiHandler>>;
  /** What Next would hand it of an address with these parts. */
  params(parts: readonly string[]): Record<string, string | string[] | undefined>;
}

const none = () => ({});

/** What each address is answered by. */
export const routeModules = {
  ...{ glass, glassEnd },
  ...{ approval, approvalApprove, approvalChanges, approvalDecline, approvals, approvalWithdraw },
  ...{ action, actions, audit, auditExport, cell, confirmRegistry, costs, costsBehind, costsCell, costsExport, costsStatus },
  ...{ endSessions, people, sessions, signOutPerson },
  ...{ fleet, health, live, metrics, plan, ready, rollout, rollouts, unknown },
};

/** Every route but sign-in, for tests that try them all. */
export const everyRoute: readonly Route[] = [
  { path: '/api/fleet', module: fleet, params: none },
  { path: '/api/cells/x', module: cell, params: ([name]) => ({ name }) },
  { path: '/api/actions/plan', module: plan, params: none },
  { path: '/api/actions', module: actions, params: none },
  { path: '/api/actions/x', module: action, params: ([id]) => ({ id }) },
  { path: '/api/glass', module: glass, params: none },
  { path: '/api/glass/end', module: glassEnd, params: none },
  { path: '/api/approvals', module: approvals, params: none },
  { path: '/api/approvals/x', module: approval, params: ([id]) => ({ id }) },
  { path: '/api/approvals/x/changes', module: approvalChanges, params: ([id]) => ({ id }) },
  { path: '/api/approvals/x/approve', module: approvalApprove, params: ([id]) => ({ id }) },
  { path: '/api/approvals/x/decline', module: approvalDecline, params: ([id]) => ({ id }) },
  { path: '/api/approvals/x/withdraw', module: approvalWithdraw, params: ([id]) => ({ id }) },
  { path: '/api/registry/confirm', module: confirmRegistry, params: none },
  { path: '/api/audit', module: audit, params: none },
  { path: '/api/audit/export', module: auditExport, params: none },
  { path: '/api/rollouts', module: rollouts, params: none },
  { path: '/api/rollouts/x', module: rollout, params: ([pipeline]) => ({ pipeline }) },
  { path: '/api/costs', module: costs, params: none },
  { path: '/api/costs/status', module: costsStatus, params: none },
  { path: '/api/costs/export', module: costsExport, params: none },
  { path: '/api/costs/behind', module: costsBehind, params: none },
  { path: '/api/costs/cell', module: costsCell, params: none },
  { path: '/api/sessions', module: sessions, params: none },
  { path: '/api/sessions/end', module: endSessions, params: none },
  { path: '/api/people', module: people, params: none },
  { path: '/api/people/x/sign-out', module: signOutPerson, params: ([id]) => ({ id }) },
  { path: '/api/live', module: live, params: none },
  { path: '/api/health', module: health, params: none },
  { path: '/api/ready', module: ready, params: none },
  { path: '/api/metrics', module: metrics, params: none },
  { path: '/api/x', module: unknown, params: (parts) => ({ path: [...parts] }) },
];
