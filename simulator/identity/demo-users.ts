/** A person whom the demo's identity provider knows. There are no passwords: the name is enough. */
export interface DemoUser {
  login: string;
  name: string;
  groups: readonly string[];
  /** What Cellwatch lets them do, in one line. */
  may: string;
}

export const DEMO_USERS: readonly DemoUser[] = [
  { login: 'viewer', name: 'Vera Viewer', groups: ['cellwatch-viewers'], may: 'Sees health and releases.' },
  { login: 'manager', name: 'Max Manager', groups: ['cellwatch-managers'], may: 'Sees health, releases and costs.' },
  {
    login: 'operator',
    name: 'Olga Operator',
    groups: ['cellwatch-operators'],
    may: 'Sees health and releases, and controls rollouts everywhere.',
  },
  {
    login: 'operator-preprod',
    name: 'Piet Preprod',
    groups: ['cellwatch-operators-preprod'],
    may: 'Sees health and releases, and controls pre-production only.',
  },
  {
    login: 'operator-two',
    name: 'Theo Two',
    groups: ['cellwatch-operators-two'],
    may: 'Controls rollouts everywhere, but starts nothing without a second person.',
  },
  {
    login: 'oncall',
    name: 'Omar Oncall',
    groups: ['cellwatch-viewers', 'cellwatch-oncall'],
    may: 'Sees health and releases, and controls rollouts once he has broken the glass.',
  },
  { login: 'admin', name: 'Ada Admin', groups: ['cellwatch-admins'], may: 'Sees and controls everything, and exports the audit log.' },
  { login: 'nobody', name: 'Noor Nobody', groups: [], may: 'Can sign in, but has no role.' },
];

/** The demo user of that login name. */
export function findDemoUser(login: string): DemoUser | undefined {
  return DEMO_USERS.find((user) => user.login === login);
}
