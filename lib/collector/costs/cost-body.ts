import { promisify } from 'node:util';
import { gunzip, gzip } from 'node:zlib';
import type { CostLine, RecordKind } from '#lib/domain/cost/cost-line.ts';

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
  const rows = lines.map(
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
  return zip(JSON.stringify({ estimated, rows }));
}

/** @throws on bytes that are none of ours */
export async function decodeLines(period: string, body: Uint8Array): Promise<PeriodLines> {
  const { estimated, rows } = JSON.parse((await unzip(body)).toString('utf8')) as { estimated: boolean; rows: Row[] };
  const lines = rows.map(([accountId, service, kind, key, value, unblended, given, net]): CostLine => {
    const amortized = given || unblended;
    const tag = key === null ? null : { key, value: value ?? '' };
    return { period, accountId, tag, service, kind, unblended, amortized, netAmortized: net || amortized, estimated };
  });
  return { estimated, lines };
}
