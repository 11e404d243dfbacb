import type { ChainedEntry } from '#lib/domain/audit/audit-entry.ts';
import type { AuditLog } from '#lib/runtime-contract.ts';
import type { AuditView } from '#lib/views/audit-view.ts';
import { apiRoute } from './api-route.ts';
import { auditCsvHead, auditCsvLine } from './audit-csv.ts';
import { type AuditQuery, auditQuery } from './audit-filter.ts';
import { jsonResponse } from './json-response.ts';
import { limitedRead } from './limits.ts';
import { problemResponse } from './problem.ts';
import { storeProblem } from './store-problem.ts';
import { withPermission } from './with-permission.ts';

const ENTRIES_A_PAGE = 50;
const ENTRIES_A_READ = 500;

/** GET /api/audit: the log, newest first, a page at a time. */
export const auditRoute = apiRoute({
  GET: withPermission(
    'read:audit',
    limitedRead(async (request, { runtime }) => {
      const asked = auditQuery(request);
      if (asked instanceof Response) return asked;
      if (!runtime.audit) return noStore();
      try {
        return jsonResponse(request, await auditPage(runtime.audit, asked));
      } catch (error) {
        return storeProblem(error);
      }
    }),
  ),
});

async function auditPage(audit: AuditLog, { filter, before }: AuditQuery): Promise<AuditView> {
  const found = await audit.searchAudit(filter, before, ENTRIES_A_PAGE + 1);
  const entries = found.slice(0, ENTRIES_A_PAGE);
  const more = found.length > entries.length ? entries.at(-1)?.seq : undefined;
  return { entries, next: more === undefined ? null : String(more), head: await audit.chainHead() };
}

/** GET /api/audit/export: all of what is looked for, as a file. */
export const auditExportRoute = apiRoute({
  GET: withPermission(
    'export:audit',
    limitedRead(async (request, { runtime }) => {
      const asked = auditQuery(request);
      if (asked instanceof Response) return asked;
      if (!runtime.audit) return noStore();
      const type = asked.format === 'csv' ? 'text/csv; charset=utf-8; header=present' : 'application/x-ndjson; charset=utf-8';
      const day = new Date(runtime.clock.now()).toISOString().slice(0, 10);
      return new Response(exportStream(runtime.audit, asked), {
        headers: {
          'Content-Type': type,
          'Content-Disposition': `attachment; filename="cellwatch-audit-${day}.${asked.format}"`,
          'Cache-Control': 'private, no-store',
        },
      });
    }),
  ),
});

/** Read as it is sent: the whole log is never in memory. */
function exportStream(audit: AuditLog, { filter, before, format }: AuditQuery): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  const line = format === 'csv' ? auditCsvLine : (entry: ChainedEntry) => `${JSON.stringify(entry)}\n`;
  let last = before;
  return new ReadableStream({
    start(controller) {
      if (format === 'csv') controller.enqueue(encoder.encode(auditCsvHead));
    },
    async pull(controller) {
      const entries = await audit.searchAudit(filter, last, ENTRIES_A_READ);
      if (entries.length > 0) controller.enqueue(encoder.encode(entries.map(line).join('')));
      last = entries.at(-1)?.seq ?? last;
      if (entries.length < ENTRIES_A_READ) controller.close();
    },
  });
}

function noStore(): Response {
  return problemResponse({ status: 503, code: 'no-store', title: 'No store', detail: 'This server has no store, and so no audit log.' });
}
