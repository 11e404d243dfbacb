import { parseArgs } from 'node:util';
import { appKey } from './iam/find-key.ts';
import { startSimulator } from './start-simulator.ts';
import { LEAST_COMPONENTS } from './world/pipelines/plan-components.ts';

const HELP = `An AWS organization and an identity provider on this machine.

  npm run simulator -- [options]

  --cells N          cells of the organization, 1 to 20000 (24)
  --seed S           another seed, another world (1)
  --components N     components with a pipeline each, 5 to 1000 (5)
  --pace P           how much faster than metrics pipelines run (10)
  --port P           where AWS answers (4566)
  --identity-port P  where the identity provider answers (4567); "off" for none
  --quiet            release nothing but what is asked for
  --silent           say nothing but errors
  --help             this text
`;

class UsageError extends Error {}

interface Options {
  cells: number;
  seed: number;
  components: number;
  pace: number;
  port: number;
  identityPort: number | undefined;
  quiet: boolean;
  silent: boolean;
}

function number(text: string | undefined, name: string, fallback: number, least: number, most: number, whole = true): number {
  if (text === undefined) return fallback;
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!(value >= least && value <= most) || (whole && !Number.isInteger(value))) {
    throw new UsageError(`--${name} is "${text}"; expected a ${whole ? 'whole ' : ''}number from ${least} to ${most}.`);
  }
  return value;
}

/** Null when only help was asked for. @throws UsageError */
function readOptions(args: string[]): Options | null {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = {
    cells: text,
    seed: text,
    components: text,
    pace: text,
    port: text,
    'identity-port': text,
    quiet: flag,
    silent: flag,
    help: flag,
  };
  let values: ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];
  try {
    ({ values } = parseArgs({ args, options }));
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message.split('. ')[0] : String(error)}.`);
  }
  if (values.help) return null;
  return {
    cells: number(values.cells, 'cells', 24, 1, 20_000),
    seed: number(values.seed, 'seed', 1, 0, 2 ** 31 - 1),
    components: number(values.components, 'components', LEAST_COMPONENTS, LEAST_COMPONENTS, 1000),
    pace: number(values.pace, 'pace', 10, 0.1, 1000, false),
    port: number(values.port, 'port', 4566, 0, 65_535),
    identityPort: values['identity-port'] === 'off' ? undefined : number(values['identity-port'], 'identity-port', 4567, 0, 65_535),
    quiet: values.quiet ?? false,
    silent: values.silent ?? false,
  };
}

async function run(options: Options): Promise<void> {
  const { silent, identityPort, ...rest } = options;
  const simulator = await startSimulator({ ...rest, ...(identityPort === undefined ? {} : { identityPort }) });
  const { accessKeyId, secretAccessKey } = appKey(simulator.world);
  const cell = simulator.world.cells[0]?.name ?? 'NAME';
  if (!silent) {
    console.log(`AWS answers at ${simulator.url}, an organization of ${options.cells} cells (seed ${options.seed}).
${simulator.identityUrl === null ? 'There is no identity provider.' : `The identity provider answers at ${simulator.identityUrl}.`}

Cellwatch's own key:
  export AWS_ENDPOINT_URL=${simulator.url} AWS_REGION=us-east-1
  export AWS_ACCESS_KEY_ID=${accessKeyId} AWS_SECRET_ACCESS_KEY=${secretAccessKey}
An administrator's key of account X: AKIA{X}ROOT with the secret simulator-{X}-root.

Make a cell sick, and well again:
  curl -X POST ${simulator.url}/_simulator/incidents -d '{"cell":"${cell}","kind":"errors"}'
  curl -X DELETE ${simulator.url}/_simulator/incidents
Release something bad:
  curl -X POST ${simulator.url}/_simulator/releases -d '{"component":"router","quality":"bad"}'
`);
  }
  let closing = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      // A second signal does not wait for anything.
      if (closing) process.exit(1);
      closing = true;
      simulator.close().then(
        () => process.exit(0),
        () => process.exit(1),
      );
    });
  }
}

function explain(error: unknown, options: Options | null): string {
  const { code, port } = error as { code?: string; port?: number };
  if (code === 'EADDRINUSE') {
    const name = port === options?.identityPort ? 'identity-port' : 'port';
    return `Port ${port} is taken by another program: end that, or use another with --${name}.`;
  }
  if (code === 'EACCES') return `Port ${port} needs more rights than this program has: use one above 1023.`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

let options: Options | null = null;
try {
  options = readOptions(process.argv.slice(2));
  if (options === null) console.log(HELP);
  else await run(options);
} catch (error) {
  if (error instanceof UsageError) console.error(`${error.message}\n\n${HELP}`);
  else console.error(explain(error, options));
  process.exit(1);
}
