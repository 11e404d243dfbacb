import type { AwsFailure } from '#lib/aws/classify-failure.ts';
import type { CostFailure } from '#lib/domain/cost/cost-facts.ts';

const WANTED = '{"Effect":"Allow","Action":["ce:Get*","organizations:ListAccounts"],"Resource":"*"}';

/** A failed read of costs in words, with what to do about it. @param since epoch ms of the first in this unbroken run */
export function toCostFailure(failure: AwsFailure, since: number): CostFailure {
  const { accountId, region, role } = failure.target;
  const { name = '', message = '' } = (failure.cause ?? {}) as { name?: string; message?: string };
  const place = { accountId, region, since };
  const account = accountId ?? 'in use';
  if (/not enabled for cost explorer/i.test(message)) {
    return {
      code: 'not-enabled',
      message: `Cost Explorer is not enabled: open it once in the Billing console of the management account (${account}). AWS then takes up to 24 hours to prepare figures.`,
      ...place,
    };
  }
  if (name === 'DataUnavailableException') {
    return {
      code: 'data-unavailable',
      message: 'Cost Explorer has no figures yet: AWS prepares them within 24 hours of enabling it. Nothing to do but wait.',
      ...place,
    };
  }
  if (name === 'BillExpirationException') {
    return {
      code: 'bill-expiration',
      message: 'The figures that were asked for have expired at Cost Explorer: those that were fetched before stay.',
      ...place,
    };
  }
  if (failure.code === 'access-denied') {
    const who = role ?? 'the credentials of Cellwatch';
    return {
      code: 'access-denied',
      message: `${sentence(failure.message)} Costs want this statement in a policy of ${who} in account ${account}: ${WANTED} (deploy/cellwatch-costs.yaml makes the role).`,
      ...place,
    };
  }
  return { code: failure.code, message: failure.message, ...place };
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1).replace(/\.$/, '')}.`;
}
