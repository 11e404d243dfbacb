import type { Cell, Registry } from '#lib/domain/registry/registry.ts';

/** An address of the AWS console that opens in the right account: through the access portal where the registry names one. */
function consoleUrl(organization: Registry['organization'], accountId: string | null, destination: string): string {
  if (organization.accessPortal === null || accountId === null) return destination;
  const parameters = new URLSearchParams({ account_id: accountId });
  if (organization.portalRole !== null) parameters.set('role_name', organization.portalRole);
  parameters.set('destination', destination);
  // The portal reads %20, not +.
  return `${organization.accessPortal.replace(/[/#]+$/, '')}/#/console?${parameters.toString().replaceAll('+', '%20')}`;
}

/** Links into the console of a cell's account. */
export function consoleLinks(organization: Registry['organization'], cell: Cell): { label: string; url: string }[] {
  if (cell.cloud !== 'aws') {
    const project = cell.project === null ? '' : `?project=${encodeURIComponent(cell.project)}`;
    return [{ label: 'Google Cloud console', url: `https://console.cloud.google.com/monitoring${project}` }];
  }
  const at = (label: string, path: string) => ({ label, url: consoleUrl(organization, cell.accountId, consoleAt(cell.region, path)) });
  return [
    at('CloudWatch metrics', 'cloudwatch/home#metricsV2:'),
    at('CloudWatch alarms', 'cloudwatch/home#alarmsV2:'),
    at('Logs', 'cloudwatch/home#logsV2:log-groups'),
    at('CloudFormation stacks', 'cloudformation/home#/stacks'),
  ];
}

/** The console page of one alarm; null when its ARN tells no account and Region. */
export function alarmConsoleUrl(organization: Registry['organization'], arn: string, name: string): string | null {
  const [, , , region, accountId] = arn.split(':');
  if (!region || !accountId) return null;
  return consoleUrl(organization, accountId, consoleAt(region, `cloudwatch/home#alarmsV2:alarm/${encodeURIComponent(name)}`));
}

function consoleAt(region: string, path: string): string {
  return `https://${region}.console.aws.amazon.com/${path.replace('home#', `home?region=${region}#`)}`;
}
