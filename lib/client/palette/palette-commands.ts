import type { ActionRequest } from '../actions/open-action.ts';
import { nextTheme, type Theme } from '../theme.ts';

/** Something that the palette can do besides opening a cell. */
export interface PaletteCommand {
  id: string;
  title: string;
  /** A few words to the right of it. */
  hint: string;
  /** Other words by which people look for it. */
  words: string;
  does:
    | { kind: 'go'; href: string }
    | { kind: 'action'; request: ActionRequest }
    | { kind: 'theme'; theme: Theme }
    | { kind: 'shortcuts' }
    | { kind: 'sign-out' };
}

const COSTS: PaletteCommand = {
  id: 'costs',
  title: 'Go to Costs',
  hint: 'what each cell costs',
  words: 'money bill spend dollars price anomalies',
  does: { kind: 'go', href: '/costs' },
};

/**
 * All commands, in the order in which they stand.
 * @param fleet address of the Fleet page as it was last seen; @param costs whether this person may read costs
 */
export function paletteCommands(fleet: string, theme: Theme, costs: boolean): PaletteCommand[] {
  const next = nextTheme(theme);
  return [
    { id: 'fleet', title: 'Go to Fleet', hint: 'as you left it', words: 'home all cells overview', does: { kind: 'go', href: fleet } },
    {
      id: 'deployments',
      title: 'Go to Deployments',
      hint: 'every release in every wave',
      words: 'releases pipelines rollouts matrix',
      does: { kind: 'go', href: '/deployments' },
    },
    ...(costs ? [COSTS] : []),
    {
      id: 'halt-all',
      title: 'Halt all releases …',
      hint: 'plans first, then asks',
      words: 'stop everything emergency freeze pause',
      does: { kind: 'action', request: { verb: 'halt-all', target: { component: '*' } } },
    },
    { id: 'critical', title: 'Show critical cells', hint: '', words: 'sick red broken', does: { kind: 'go', href: '/?state=critical' } },
    {
      id: 'sick',
      title: 'Show all sick cells',
      hint: 'critical, no data, degraded',
      words: 'critical degraded no data unhealthy',
      does: { kind: 'go', href: '/?state=critical&state=no-data&state=degraded' },
    },
    {
      id: 'wall',
      title: 'Wall mode',
      hint: 'for a screen on the wall',
      words: 'full screen tv kiosk',
      does: { kind: 'go', href: '/?wall=1' },
    },
    {
      id: 'theme',
      title: `Use ${next} theme`,
      hint: `now ${theme}`,
      words: 'toggle theme dark light system colours',
      does: { kind: 'theme', theme: next },
    },
    { id: 'shortcuts', title: 'Keyboard shortcuts', hint: '?', words: 'help keys', does: { kind: 'shortcuts' } },
    { id: 'sign-out', title: 'Sign out', hint: '', words: 'log out leave', does: { kind: 'sign-out' } },
  ];
}

/** The commands in which every typed word begins some word. */
export function matchCommands(commands: readonly PaletteCommand[], typed: string): PaletteCommand[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return commands.filter(({ title, words: others }) => {
    const known = `${title} ${others}`.toLowerCase().split(/\s+/);
    return words.every((word) => known.some((each) => each.startsWith(word)));
  });
}
