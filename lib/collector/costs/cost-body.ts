import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { CostLine, RecordKind } from '#lib/domain/cost/cost-line.ts';
import type { CostPage } from '#lib/sources/cost-explorer/to-cost-page.ts';

const zip = promisify(gzip);
const unzip = promisify(gunzip);

/** Account, service, kind, key and value of the tag, unblended, amortized and net amortized; an amount like the one before it is empty. */
type Row = [string, string, RecordKind | null, string | null, string | null, string, string, string];

/** Lines of one period, from one question. */
export interface PeriodLines {
  estimated: boolean;
  lines: readonly CostLine[];
}

/** As the store keeps them: compressed text, money as AWS wrote it. */
export async function encodeLines({ estimated, lines }: PeriodLines): Promise<Uint8Array> {
  return zip(JSON.stringify({ estimated, rows: toRows(lines) }));
}

/** @throws on bytes that are none of ours */
export async function decodeLines(period: string, body: Uint8Array): Promise<PeriodLines> {
  const { estimated, rows } = (await read(body)) as { estimated: boolean; rows: Row[] };
  return { estimated, lines: toLines(period, estimated, rows) };
}

interface KeptPage extends Pick<CostPage, 'currency' | 'next'> {
  periods: { period: string; estimated: boolean; rows: Row[] }[];
}

/** A whole page, the same way. */
export async function encodePage({ periods, currency, next }: CostPage): Promise<Uint8Array> {
  const kept = periods.map(({ period, estimated, lines }) => ({ period, estimated, rows: toRows(lines) }));
  return zip(JSON.stringify({ currency, next, periods: kept } satisfies KeptPage));
}

/** @throws on bytes that are none of ours */
export async function decodePage(body: Uint8Array): Promise<CostPage> {
  const { periods, ...page } = (await read(body)) as KeptPage;
  return { ...page, periods: periods.map(({ rows, ...rest }) => ({ ...rest, lines: toLines(rest.period, rest.estimated, rows) })) };
}

async function read(body: Uint8Array): Promise<unknown> {
  return JSON.parse((await unzip(body)).toString('utf8'));
}

function toRows(lines: readonly CostLine[]): Row[] {
  return lines.map(
    ({ accountId, service, kind, tag, unblended, amortized, netAmortized }): Row => [
      accountId,
      service,
      kind,
      tag?.key ?? null,
      tag?.value ?? null,
      unblended,
      amortized === unblended ? '' : amortized,
      netAmortized === amortized ? '' : netAmortized,
    ],
  );
}

function toLines(period: string, estimated: boolean, rows: readonly Row[]): CostLine[] {
  return rows.map(([accountId, service, kind, key, value, unblended, given, net]): CostLine => {
    const amortized = given || unblended;
    const tag = key === null ? null : { key, value: value ?? '' };
    return { period, accountId, tag, service, kind, unblended, amortized, netAmortized: net || amortized, estimated };
  });
}
