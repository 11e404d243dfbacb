const DEEPEST = 8;

interface State {
  Type?: unknown;
  Next?: unknown;
  Seconds?: unknown;
  SecondsPath?: unknown;
  Branches?: unknown;
  Choices?: unknown;
  Default?: unknown;
  Catch?: unknown;
}
type States = ReadonlyMap<string, State>;

/**
 * How long an execution waits by its definition: the sum of its Wait states, seconds; of parallel branches the longest.
 * Null when it names none, or when one is repeated in a loop or can't be told from definition and input: then no sum is true.
 * Source: Amazon States Language.
 */
export function waitSeconds(definition: unknown, input: unknown): number | null {
  const total = sum(definition, input, 0);
  return total === undefined || total === 0 ? null : total;
}

/** Undefined: not to be told. */
function sum(machine: unknown, input: unknown, depth: number): number | undefined {
  const states = statesOf(machine);
  if (depth > DEEPEST) return undefined;
  let total = 0;
  for (const [name, state] of states) {
    let seconds: number | undefined = 0;
    if (state.Type === 'Wait') seconds = secondsOf(state, input);
    if (state.Type === 'Parallel' && Array.isArray(state.Branches)) {
      const branches = state.Branches.map((branch) => sum(branch, input, depth + 1));
      seconds = branches.includes(undefined) ? undefined : Math.max(0, ...(branches as number[]));
    }
    if (seconds === 0) continue;
    if (seconds === undefined || loops(states, name)) return undefined;
    total += seconds;
  }
  return total;
}

function statesOf(machine: unknown): States {
  const states = (machine as { States?: unknown } | null)?.States;
  if (typeof states !== 'object' || states === null) return new Map();
  return new Map(Object.entries(states).filter(([, state]) => typeof state === 'object' && state !== null)) as States;
}

function secondsOf(state: State, input: unknown): number | undefined {
  if (typeof state.Seconds === 'number') return state.Seconds;
  // JSONPath's SecondsPath, or JSONata's {% $states.input.a.b %}.
  const jsonata =
    typeof state.Seconds === 'string' ? /^\{%\s*\$states\.(?:context\.Execution\.I|i)nput\.([\w.]+)\s*%\}$/.exec(state.Seconds) : null;
  const path = jsonata?.[1] ?? (typeof state.SecondsPath === 'string' ? /^\$\.([\w.]+)$/.exec(state.SecondsPath)?.[1] : undefined);
  const value = path?.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown> | null | undefined)?.[key], input);
  return typeof value === 'number' && value >= 0 ? value : undefined;
}

/** Whether a state can be reached from itself. */
function loops(states: States, start: string): boolean {
  const seen = new Set<string>();
  const ahead = nexts(states.get(start));
  for (let name = ahead.pop(); name !== undefined; name = ahead.pop()) {
    if (name === start) return true;
    if (seen.has(name)) continue;
    seen.add(name);
    ahead.push(...nexts(states.get(name)));
  }
  return false;
}

function nexts(state: State | undefined): string[] {
  const routes = [state?.Choices, state?.Catch].flatMap((list) => (Array.isArray(list) ? list : [])) as { Next?: unknown }[];
  return [state?.Next, state?.Default, ...routes.map((route) => route?.Next)].filter((name) => typeof name === 'string');
}
