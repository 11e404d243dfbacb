import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Provider } from 'oidc-provider';
import { findDemoUser } from './demo-users.ts';
import { loginPage, messagePage, PAGE_HEADERS } from './pages.ts';
import { providerSettings } from './provider-settings.ts';

const BODY_LIMIT = 10_000;
const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

export interface IdentityProvider {
  /** http://127.0.0.1:PORT */
  issuer: string;
  close(): Promise<void>;
}

/** An OpenID Connect provider on loopback whose people are the demo users. Port 0 takes a free one. */
export async function startIdentityProvider({ port }: { port: number }): Promise<IdentityProvider> {
  const settings = await providerSettings();
  let handle = (_request: IncomingMessage, response: ServerResponse): unknown => response.writeHead(503).end();
  const server = createServer((request, response) => handle(request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const provider = new Provider(issuer, settings);
  // The app may run on any port, so addresses are compared without it.
  provider.Client.prototype.redirectUriAllowed = (address: string) => isLoopback(address, '/api/auth/callback/oidc');
  provider.Client.prototype.postLogoutRedirectUriAllowed = (address: string) => isLoopback(address, null);
  const callback = provider.callback();
  handle = (request, response) => {
    if (!request.url?.startsWith('/sign-in/')) return callback(request, response);
    return answerLogin(provider, request, response).catch((error: unknown) => {
      const known = error instanceof Error && error.name === 'SessionNotFound';
      const detail = known ? 'It has expired, or this browser keeps no cookies. Start again from the application.' : String(error);
      if (!response.headersSent) send(response, known ? 400 : 500, messagePage('This sign-in can’t go on', detail));
    });
  };
  return {
    issuer,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function isLoopback(address: string, path: string | null): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  if (url.protocol !== 'http:' || !LOOPBACK.has(url.hostname) || url.username !== '' || url.password !== '') return false;
  return path === null || (url.pathname === path && !address.includes('?') && !address.includes('#'));
}

async function answerLogin(provider: Provider, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { uid } = await provider.interactionDetails(request, response);
  const action = `/sign-in/${uid}`;
  if (request.method === 'GET' || request.method === 'HEAD') return send(response, 200, loginPage(action, null));
  if (request.method !== 'POST') {
    response.setHeader('Allow', 'GET, HEAD, POST');
    return send(response, 405, messagePage('Not possible', 'A sign-in is read or sent, nothing else.'));
  }
  const login = (new URLSearchParams(await readBody(request)).get('login') ?? '').trim();
  if (!findDemoUser(login)) return send(response, 400, loginPage(action, login.slice(0, 100)));
  await provider.interactionFinished(request, response, { login: { accountId: login } }, { mergeWithLastSubmission: false });
}

async function readBody(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request) {
    body += chunk;
    if (body.length > BODY_LIMIT) return '';
  }
  return body;
}

function send(response: ServerResponse, status: number, html: string): void {
  response.writeHead(status, PAGE_HEADERS).end(html);
}
