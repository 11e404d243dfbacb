import { checkPort } from './check-port.mjs';
import { DEMO_OPTIONS, demoEnvironment } from './demo-environment.mjs';
import { ensureBuilt } from './ensure-built.mjs';
import { ensureInstalled } from './ensure-installed.mjs';
import { parseOptions } from './parse-options.mjs';
import { NEXT, NODE } from './paths.mjs';
import { Processes, untilAnswers } from './processes.mjs';
import { say } from './say.mjs';

/** Simulator, identity provider and app on loopback; `mode` is "start" (built) or "dev" (hot reload). */
export async function runDemo(mode) {
  const command = mode === 'dev' ? 'npm run dev' : 'npm run demo';
  const options = parseOptions(DEMO_OPTIONS, command);
  await checkPort(options.port, 'the app', `${command} -- --port `);
  await checkPort(options['simulator-port'], 'the simulated AWS', `${command} -- --simulator-port `);
  await checkPort(options['identity-port'], 'the identity provider', `${command} -- --identity-port `);
  await ensureInstalled();
  if (mode === 'start') await ensureBuilt();

  const processes = new Processes();
  const environment = demoEnvironment(options);
  say(`Starting an organization of ${options.cells} cells, its identity provider and the app …`);
  processes.start('The simulator', NODE, [
    'simulator/main.ts',
    ...['cells', 'seed', 'pace'].flatMap((name) => [`--${name}`, String(options[name])]),
    ...(options.quiet ? ['--quiet'] : []),
    ...['--port', String(options['simulator-port']), '--identity-port', String(options['identity-port'])],
  ]);
  try {
    await untilAnswers(`${environment.AWS_ENDPOINT_URL}/_simulator/health`, [200], 60);
    await untilAnswers(`${environment.OIDC_ISSUER}/.well-known/openid-configuration`, [200], 20);
    processes.start('The app', NODE, [NEXT, mode, '-H', environment.HOST, '-p', environment.PORT], {
      ...environment,
      NODE_ENV: mode === 'dev' ? 'development' : 'production',
      // Next's development server kills its worker after 100 ms otherwise: too soon to save the last picture.
      NEXT_EXIT_TIMEOUT_MS: '6000',
    });
    await untilAnswers(`${environment.NEXTAUTH_URL}/api/ready`, [200], 60);
  } catch (error) {
    say(`\n${error.message}`);
    await processes.end(1);
  }
  say(`
  Cellwatch is at   ${environment.NEXTAUTH_URL}
  Sign in as        viewer, manager, operator, operator-preprod, operator-two, oncall, admin or nobody (no password)
  Make a cell sick  curl -X POST ${environment.AWS_ENDPOINT_URL}/_simulator/incidents -d '{"cell":"NAME","kind":"errors"}'
  Make it well      curl -X DELETE ${environment.AWS_ENDPOINT_URL}/_simulator/incidents
  Release badly     curl -X POST ${environment.AWS_ENDPOINT_URL}/_simulator/releases -d '{"component":"router","quality":"bad"}'
  Ctrl-C ends all.
`);
}
