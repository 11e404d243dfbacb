import { declineRoute } from '#lib/http/approvals-route.ts';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = declineRoute;
