import { approvalsRoute } from '#lib/http/approvals-route.ts';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = approvalsRoute;
