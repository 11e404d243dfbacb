/** Which folder may import which: the table in ARCHITECTURE.md, as dependency-cruiser reads it. */

interface Room {
  path: string;
  may: readonly string[];
  /** Rooms of which it may import types only: nothing of them is there when it runs. */
  types?: readonly string[];
}

const ROOMS: Record<string, Room> = {
  domain: { path: '^lib/domain/', may: [] },
  clock: { path: '^lib/(clock|log|turns)\\.ts$', may: [] },
  env: { path: '^lib/env\\.ts$', may: [] },
  contract: { path: '^lib/runtime-contract\\.ts$', may: [], types: ['domain', 'views', 'store', 'env', 'clock'] },
  views: { path: '^lib/views/', may: ['domain'], types: ['store', 'contract'] },
  store: { path: '^lib/store/', may: ['domain'], types: ['env'] },
  aws: { path: '^lib/aws/', may: ['domain', 'env', 'clock'] },
  sources: { path: '^lib/sources/', may: ['domain', 'aws', 'env', 'clock'] },
  collector: { path: '^lib/collector/', may: ['domain', 'aws', 'sources', 'views', 'env', 'clock'], types: ['store', 'contract'] },
  actions: { path: '^lib/actions/', may: ['domain', 'aws', 'sources', 'env', 'clock'], types: ['store', 'contract'] },
  replicas: { path: '^lib/replicas/', may: ['domain', 'collector', 'views', 'store', 'env', 'clock'], types: ['contract'] },
  sessions: { path: '^lib/sessions/', may: ['domain', 'clock'], types: ['store', 'contract'] },
  runtime: {
    path: '^lib/(runtime|stop-before-exit|outlive-output)\\.ts$',
    may: ['domain', 'aws', 'sources', 'collector', 'actions', 'views', 'store', 'replicas', 'sessions', 'env', 'clock'],
    types: ['contract'],
  },
  http: { path: '^lib/http/', may: ['domain', 'views', 'env', 'clock', 'firstHtml'], types: ['contract', 'store'] },
  // How the server hands the fleet to what it draws; the browser reads it back out of the page.
  firstHtml: { path: '^lib/client/first-fleet\\.ts$', may: [], types: ['views', 'contract'] },
  client: { path: '^lib/client/', may: ['domain', 'views'] },
  components: { path: '^components/', may: ['domain', 'views', 'client'], types: ['contract', 'http'] },
  app: {
    path: '^(app/|pages/|proxy\\.ts|instrumentation\\.ts)',
    may: ['domain', 'views', 'client', 'components', 'http', 'env', 'clock', 'runtime'],
    types: ['contract'],
  },
  simulator: { path: '^simulator/', may: [] },
};

const pathsOf = (names: readonly string[]): string[] => names.map((name) => ROOMS[name]?.path ?? `no room ${name}`);

export const FOLDERS = ['app', 'pages', 'components', 'lib', 'simulator', 'scripts', 'e2e', 'bench', 'proxy.ts', 'instrumentation.ts'];

/** Tests stand up what they need, the simulator too. */
const TESTS = '\\.test\\.tsx?$|/(fixtures|testing)/|^lib/store/contract\\.ts$|^lib/http/(fake-runtime|tiny-issuer)\\.ts$';

const OURS = '^(app|pages|components|lib|simulator|scripts|e2e|bench)/|^(proxy|instrumentation)\\.ts';

/** From a room's modules; the fleet in the first HTML is a room of its own inside the browser's. */
const fromRoom = (name: string, { path }: Room) => ({ path, pathNot: name === 'client' ? [TESTS, ...pathsOf(['firstHtml'])] : [TESTS] });

/** For all imports, those of types too. */
export const RULES = [
  ...Object.entries(ROOMS).map(([name, room]) => ({
    name: `${name}-imports-only-what-it-may`,
    severity: 'error' as const,
    from: fromRoom(name, room),
    to: { path: OURS, pathNot: [room.path, ...pathsOf([...room.may, ...(room.types ?? [])])] },
  })),
  {
    name: 'only-sources-actions-and-aws-call-aws',
    severity: 'error' as const,
    from: { path: '^(app|pages|components|lib)/', pathNot: ['^lib/(aws|sources)/', '^lib/actions/send-call\\.ts$', TESTS] },
    to: { path: 'node_modules/@(aws-sdk|smithy)/' },
  },
  {
    name: 'the-domain-knows-no-framework',
    severity: 'error' as const,
    from: { path: '^lib/domain/', pathNot: TESTS },
    to: { path: 'node_modules/', pathNot: 'node_modules/(zod|fastest-levenshtein|decimal\\.js)/' },
  },
  {
    name: 'the-domain-does-no-input-or-output',
    severity: 'error' as const,
    from: { path: '^lib/domain/', pathNot: TESTS },
    to: { dependencyTypes: ['core' as const] },
  },
  { name: 'no-cycles', severity: 'error' as const, from: {}, to: { circular: true } },
  { name: 'no-unresolved-imports', severity: 'error' as const, from: {}, to: { couldNotResolve: true } },
];

/** For imports that remain when types are stripped. */
export const RUN_TIME_RULES = Object.entries(ROOMS).flatMap(([name, room]) =>
  room.types
    ? [
        {
          name: `${name}-imports-types-only`,
          severity: 'error' as const,
          from: fromRoom(name, room),
          to: { path: pathsOf(room.types), pathNot: [room.path, ...pathsOf(room.may)] },
        },
      ]
    : [],
);
