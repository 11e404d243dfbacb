import { createHash, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { createServer } from 'node:http';
import { onLoopback } from '#lib/testing/on-loopback.ts';

interface Granted {
  clientId: string;
  challenge: string;
  nonce: string;
}

/** An OpenID Connect provider for tests that agrees to everything and can be told to lie. */
export async function startTinyIssuer(port = 0) {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const stranger = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
  const codes = new Map<string, Granted>();
  const settings = {
    claims: { sub: 'ada', name: 'Ada', email: 'Ada@Orbit.example', groups: ['cellwatch-viewers'] } as Record<string, unknown>,
    lie: null as null | 'nonce' | 'signature' | 'issuer' | 'audience',
    /** When the person signed in there, epoch seconds; told as auth_time. Null: it does not say. */
    signedInAt: null as number | null,
    /** Takes everybody through at once, whatever is asked. */
    neverAsks: false,
    seen: [] as URLSearchParams[],
  };
  let issuer = '';

  function idToken({ clientId, nonce }: Granted): string {
    const now = Math.floor(Date.now() / 1000);
    const { lie } = settings;
    const claims = {
      ...settings.claims,
      iss: lie === 'issuer' ? 'http://other.example' : issuer,
      aud: lie === 'audience' ? 'someone-else' : clientId,
      nonce: lie === 'nonce' ? 'wrong' : nonce,
      ...(settings.signedInAt === null ? {} : { auth_time: settings.signedInAt }),
      iat: now,
      exp: now + 300,
    };
    const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const text = `${part({ alg: 'RS256', kid: 'one' })}.${part(claims)}`;
    return `${text}.${sign('sha256', Buffer.from(text), lie === 'signature' ? stranger : privateKey).toString('base64url')}`;
  }

  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', issuer);
    const json = (value: unknown, status = 200) => {
      response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(value));
    };
    if (url.pathname === '/.well-known/openid-configuration') {
      json({
        issuer,
        authorization_endpoint: `${issuer}/authorize`,
        token_endpoint: `${issuer}/token`,
        jwks_uri: `${issuer}/jwks`,
        end_session_endpoint: `${issuer}/end`,
        id_token_signing_alg_values_supported: ['RS256'],
      });
    } else if (url.pathname === '/jwks') json({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'one', use: 'sig', alg: 'RS256' }] });
    else if (url.pathname === '/authorize') {
      const asked = url.searchParams;
      settings.seen.push(asked);
      if (asked.get('prompt') === 'login' && !settings.neverAsks) settings.signedInAt = Math.floor(Date.now() / 1000);
      const code = randomUUID();
      codes.set(code, {
        clientId: asked.get('client_id') ?? '',
        challenge: asked.get('code_challenge') ?? '',
        nonce: asked.get('nonce') ?? '',
      });
      const back = new URL(asked.get('redirect_uri') ?? '');
      back.searchParams.set('code', code);
      back.searchParams.set('state', asked.get('state') ?? '');
      response.writeHead(302, { Location: back.href }).end();
    } else if (url.pathname === '/token') {
      let body = '';
      for await (const chunk of request) body += chunk;
      const form = new URLSearchParams(body);
      const granted = codes.get(form.get('code') ?? '');
      codes.delete(form.get('code') ?? '');
      const verifier = createHash('sha256')
        .update(form.get('code_verifier') ?? '')
        .digest('base64url');
      if (!granted || granted.challenge !== verifier) json({ error: 'invalid_grant' }, 400);
      else json({ access_token: 'x', token_type: 'Bearer', id_token: idToken(granted) });
    } else json({}, 404);
  });
  const { url, close } = await onLoopback(server, port);
  issuer = url;
  return { issuer, settings, close };
}
