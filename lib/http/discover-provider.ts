import { z } from 'zod';

const address = z.url({ protocol: /^https?$/ });

const document = z.object({
  issuer: address,
  authorization_endpoint: address,
  end_session_endpoint: address.optional(),
  scopes_supported: z.array(z.string()).optional(),
  id_token_signing_alg_values_supported: z.array(z.string()).optional(),
  token_endpoint_auth_methods_supported: z.array(z.string()).optional(),
});

/** What the identity provider says of itself at /.well-known/openid-configuration. */
export type ProviderMetadata = z.infer<typeof document>;

/** `unreachable`: no answer; `invalid`: an answer that is not this issuer's configuration. */
export class DiscoveryError extends Error {
  readonly code: 'unreachable' | 'invalid';
  constructor(code: DiscoveryError['code'], message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'DiscoveryError';
    this.code = code;
  }
}

const KEEP_MS = 5 * 60_000;
const TIMEOUT_MS = 5_000;

// Kept on globalThis because proxy and routes are separate module graphs, and the proxy names the provider in its policy.
const shared = globalThis as { __cellwatchProvider?: { issuer: string; at: number; metadata: ProviderMetadata } };

/** Where a discovery document lies (OpenID Connect Discovery 1.0, 4.1). */
export function discoveryUrl(issuer: string): string {
  return `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
}

/**
 * Reads the provider's configuration; kept for five minutes. A failure is not kept: the next person tries again.
 * @throws DiscoveryError
 */
export async function discoverProvider(issuer: string, now = Date.now()): Promise<ProviderMetadata> {
  const kept = shared.__cellwatchProvider;
  if (kept?.issuer === issuer && now - kept.at < KEEP_MS) return kept.metadata;
  const metadata = await readMetadata(issuer);
  shared.__cellwatchProvider = { issuer, at: now, metadata };
  return metadata;
}

/** The origins that a sign-in form may lead to, as far as known. */
export function providerOrigins(issuer: string): string[] {
  const kept = shared.__cellwatchProvider;
  const urls = kept?.issuer === issuer ? [issuer, kept.metadata.authorization_endpoint] : [issuer];
  return [...new Set(urls.map((url) => new URL(url).origin))];
}

/** Where a person can sign out of the provider too; null when it names no such page, or was not asked yet. */
export function providerSignOut(issuer: string): string | null {
  const kept = shared.__cellwatchProvider;
  return (kept?.issuer === issuer && kept.metadata.end_session_endpoint) || null;
}

async function readMetadata(issuer: string): Promise<ProviderMetadata> {
  const url = discoveryUrl(issuer);
  let response: Response;
  let body: unknown;
  try {
    response = await fetch(url, {
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: { Accept: 'application/json' },
      cache: 'no-store',
      redirect: 'error',
    });
    body = response.ok ? await response.json() : null;
  } catch (cause) {
    throw new DiscoveryError('unreachable', `The identity provider did not answer at ${url}.`, { cause });
  }
  if (!response.ok) throw new DiscoveryError('unreachable', `The identity provider answered ${response.status} at ${url}.`);
  const parsed = document.safeParse(body);
  if (!parsed.success) throw new DiscoveryError('invalid', `${url} is not an OpenID Connect configuration.`, { cause: parsed.error });
  if (parsed.data.issuer.replace(/\/$/, '') !== issuer.replace(/\/$/, '')) {
    throw new DiscoveryError('invalid', `${url} names the issuer ${parsed.data.issuer}, but OIDC_ISSUER is ${issuer}.`);
  }
  return parsed.data;
}
