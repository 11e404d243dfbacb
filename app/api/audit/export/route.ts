import { auditExportRoute } from '#lib/http/audit-route.ts';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = auditExportRoute;
