import { closest } from 'fastest-levenshtein';
import type { WireRequest } from '../wire/identify-call.ts';
import { SERVICE_NAMES } from '../wire/service.ts';
import { type CellWorld, INCIDENT_KINDS, type Incident } from '../world/types.ts';
import { FAULT_KINDS, type FaultKind } from './faults.ts';

/** An answer of the side door that is not the one hoped for. */
export class SideDoorError extends Error {
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = 'SideDoorError';
    this.status = status;
    this.code = code;
  }
}

/** An answer to a body that says something wrong. */
export function invalid(message: string): SideDoorError {
  return new SideDoorError(400, 'invalid-input', message);
}

export function readObject(body: Uint8Array, expected: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(Buffer.from(body).toString('utf8'));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Said below, for both.
  }
  throw invalid(`Expected JSON such as ${expected}.`);
}

export function refuseOthers(input: Record<string, unknown>, known: readonly string[]): void {
  const other = Object.keys(input).find((name) => !known.includes(name));
  if (other !== undefined) throw invalid(`There is no "${other}"; expected ${known.join(', ')}.`);
}

export function word<T extends string>(value: unknown, name: string, words: readonly T[]): T {
  const found = words.find((entry) => entry === value);
  if (found === undefined) throw invalid(`${name} is ${JSON.stringify(value) ?? 'missing'}; expected ${words.join(', ')}.`);
  return found;
}

export function share(value: unknown, name: string): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value !== 'number' || !(value >= 0 && value <= 1))
    throw invalid(`${name} is ${JSON.stringify(value)}; expected a number from 0 to 1.`);
  return value;
}

export function text(value: unknown, name: string, expected: string): string {
  if (typeof value !== 'string' || value === '') throw invalid(`${name} is ${JSON.stringify(value) ?? 'missing'}; expected ${expected}.`);
  return value;
}

const FAULT = '{"service":"CloudWatch","operation":"*","kind":"throttle","rate":0.5,"seconds":60}';

/** @throws SideDoorError that says what was expected */
export function readFault(body: Uint8Array) {
  const input = readObject(body, FAULT);
  refuseOthers(input, ['service', 'operation', 'accountId', 'region', 'kind', 'rate', 'seconds']);
  const { accountId, region, seconds } = input;
  if (accountId !== undefined && !(typeof accountId === 'string' && /^\d{12}$/.test(accountId))) {
    throw invalid(`accountId is ${JSON.stringify(accountId)}; expected twelve digits in quotes.`);
  }
  if (seconds !== undefined && !(typeof seconds === 'number' && seconds > 0 && Number.isFinite(seconds))) {
    throw invalid(
      `seconds is ${JSON.stringify(seconds)}; expected a number above 0, or none for a fault that stays until it is taken away.`,
    );
  }
  return {
    service: text(input.service, 'service', `${SERVICE_NAMES.join(', ')} or "*"`),
    operation: text(input.operation, 'operation', 'a name as in the SDK, such as GetMetricData, or "*"'),
    accountId: accountId ?? null,
    region: region === undefined ? null : text(region, 'region', 'a Region such as us-east-1'),
    kind: word<FaultKind>(input.kind, 'kind', FAULT_KINDS),
    rate: share(input.rate, 'rate') ?? 1,
    seconds: seconds ?? null,
  };
}

/** @throws SideDoorError that says what was expected */
export function readIncident(body: Uint8Array, cells: readonly CellWorld[]): { cell: string; kind: Incident['kind']; severity?: number } {
  const names = cells.map((cell) => cell.name);
  const input = readObject(body, `{"cell":"${names[0] ?? 'NAME'}","kind":"errors","severity":0.5}`);
  refuseOthers(input, ['cell', 'kind', 'severity']);
  const cell = text(input.cell, 'cell', 'the name of a cell');
  if (!names.includes(cell)) throw invalid(`There is no cell "${cell}"; did you mean "${closest(cell, names)}"?`);
  const severity = share(input.severity, 'severity');
  return { cell, kind: word(input.kind, 'kind', INCIDENT_KINDS), ...(severity === undefined ? {} : { severity }) };
}

/** Which one a DELETE means: ?id=…, the body's id, or (null) all. @throws SideDoorError */
export function endOf(request: WireRequest): string | null {
  const fromQuery = request.query.get('id');
  if (fromQuery !== null || request.body.length === 0) return fromQuery;
  const input = readObject(request.body, '{"id":"fault-1"}');
  refuseOthers(input, ['id']);
  return input.id === undefined ? null : text(input.id, 'id', 'an id in quotes');
}
