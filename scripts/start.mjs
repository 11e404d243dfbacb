import { checkPort } from './launch/check-port.mjs';
import { ensureBuilt } from './launch/ensure-built.mjs';
import { ensureInstalled } from './launch/ensure-installed.mjs';
import { NEXT, NODE } from './launch/paths.mjs';
import { Processes } from './launch/processes.mjs';
import { stop } from './launch/say.mjs';

const port = Number(process.env.PORT || 3000);
if (!Number.isInteger(port) || port < 1 || port > 65_535) stop(`PORT is "${process.env.PORT}"; expected a port number, for example 3000`);
await checkPort(port, 'the app', 'PORT=');
await ensureInstalled();
await ensureBuilt();
new Processes().start('The app', NODE, [NEXT, 'start', '-H', process.env.HOST || '127.0.0.1', '-p', String(port)], {
  NODE_ENV: 'production',
});
