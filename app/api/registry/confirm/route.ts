import { confirmRegistryRoute } from '#lib/http/registry-route.ts';

export const { GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS } = confirmRegistryRoute;
