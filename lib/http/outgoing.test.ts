import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const ROOT = new URL('../../', import.meta.url);
const files = globSync(['lib/**/*.ts', 'app/**/*.{ts,tsx}', 'pages/**/*.ts', 'components/**/*.tsx', 'proxy.ts', 'instrumentation.ts'], {
  cwd: ROOT,
  // The drill is a command of whoever runs Cellwatch; the server has none of it.
  exclude: ['**/*.test.*', '**/testing/**', 'lib/http/tiny-issuer.ts', 'lib/store/drill/**'],
}).map((path) => ({ path: path.replaceAll('\\', '/'), text: readFileSync(new URL(path, ROOT), 'utf8') }));

const those = (pattern: RegExp) => files.filter(({ text }) => pattern.test(text)).map(({ path }) => path);

test('the server itself fetches from the identity provider alone; the browser from its own server', () => {
  expect(files.length).toBeGreaterThan(300);
  expect(those(/(?:await|return|=) fetch\(/).sort()).toEqual([
    'lib/client/get-json.ts',
    'lib/client/open-live-stream.ts',
    'lib/client/post-json.ts',
    'lib/http/discover-provider.ts',
  ]);
  expect(those(/from '(node:)?(https?|http2|dns|dgram|tls|undici|child_process|vm|worker_threads)(\/promises)?'/)).toEqual([
    // Types of what Next hands it.
    'lib/http/node-route.ts',
  ]);
});

test('an address of the AWS SDK is of the environment, or of the SDK itself', () => {
  expect(those(/\bendpoint:/).sort()).toEqual(['lib/aws/aws.ts', 'lib/runtime.ts']);
  expect(those(/new (S3|STS)Client\(/)).toEqual(['lib/aws/aws.ts']);
});

test('files are named by the environment alone', () => {
  expect(those(/from '(node:)?fs(\/promises)?'/).sort()).toEqual([
    'lib/sources/documents/read-file-document.ts',
    'lib/store/journal.ts',
    'lib/store/sqlite/check-files.ts',
    'lib/store/sqlite/lock-folder.ts',
    'lib/store/sqlite/open-sqlite.ts',
    'lib/store/sqlite/read-sqlite.ts',
    'lib/store/sqlite/wal-fault.ts',
  ]);
});

test('the server has nothing of the restore drill', () => {
  expect(those(/store\/drill\/|restore-drill/)).toEqual([]);
});

test('nothing runs a text, and HTML is written by React alone but for the JSON of the first picture', () => {
  expect(those(/\beval\(|new Function\(|innerHTML\s*=|insertAdjacentHTML|document\.write\(/)).toEqual([]);
  expect(those(/dangerouslySetInnerHTML/)).toEqual(['components/shell/fleet-data.tsx']);
});
