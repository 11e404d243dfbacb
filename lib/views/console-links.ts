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

interface PipelinePlace {
  name: string;
  accountId: string;
  region: string;
}

/** The console page of a pipeline, or of one of its executions. */
export function pipelineConsoleUrl(
  organization: Registry['organization'],
  pipeline: PipelinePlace,
  executionId: string | null = null,
): string {
  const name = encodeURIComponent(pipeline.name);
  const page = executionId === null ? 'view' : `executions/${encodeURIComponent(executionId)}/timeline`;
  const path = `codesuite/codepipeline/pipelines/${name}/${page}?region=${pipeline.region}`;
  return consoleUrl(organization, pipeline.accountId, consoleAt(pipeline.region, path));
}

/** The console page of a state machine's execution; null when its ARN tells no account and Region. */
export function executionConsoleUrl(organization: Registry['organization'], arn: string): string | null {
  const [, , , region, accountId] = arn.split(':');
  if (!region || !accountId) return null;
  return consoleUrl(organization, accountId, consoleAt(region, `states/home#/v2/executions/details/${encodeURIComponent(arn)}`));
}

/** The log of a build that keeps CodeBuild's own log group. @param id PROJECT:UUID */
export function buildLogUrl(organization: Registry['organization'], pipeline: PipelinePlace, id: string): string | null {
  const [project, uuid] = id.split(':');
  if (!project || !uuid) return null;
  // The console escapes slashes twice, with $ for %.
  const group = encodeURIComponent(encodeURIComponent(`/aws/codebuild/${project}`)).replaceAll('%', '$');
  const path = `cloudwatch/home#logsV2:log-groups/log-group/${group}/log-events/${encodeURIComponent(uuid)}`;
  return consoleUrl(organization, pipeline.accountId, consoleAt(pipeline.region, path));
}

/** A page that AWS itself names, through the access portal; null when it is no https address. */
export function awsPageUrl(organization: Registry['organization'], accountId: string | null, url: string | null): string | null {
  const safe = httpsUrl(url);
  if (safe === null || !/^https:\/\/([a-z0-9-]+\.)*console\.(aws\.amazon\.com|amazonaws-us-gov\.com|amazonaws\.cn)\//.test(safe))
    return safe;
  return consoleUrl(organization, accountId, safe);
}

/** An address that others gave, where it is safe to link to. */
export function httpsUrl(url: string | null): string | null {
  return url !== null && URL.canParse(url) && new URL(url).protocol === 'https:' ? url : null;
}

function consoleAt(region: string, path: string): string {
  return `https://${region}.console.aws.amazon.com/${path.replace('home#', `home?region=${region}#`)}`;
}
