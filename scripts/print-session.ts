import { parseArgs } from 'node:util';
import { signIn } from '#simulator/identity/sign-in.ts';

const { values, positionals } = parseArgs({
  options: { origin: { type: 'string', default: 'http://127.0.0.1:3000' } },
  allowPositionals: true,
});
const [login] = positionals;
if (!login || positionals.length > 1) {
  console.error('Usage: npm run --silent demo:session -- USER [--origin http://127.0.0.1:3000]');
  process.exit(2);
}
try {
  console.log(`Cookie: ${await signIn({ origin: values.origin, login })}`);
} catch (error) {
  console.error(
    `No session for "${login}" at ${values.origin}: ${error instanceof Error ? error.message : String(error)}. Is npm run demo running there?`,
  );
  process.exit(1);
}
