import { generateKeyPair, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import { type Configuration, interactionPolicy } from 'oidc-provider';
import { findDemoUser } from './demo-users.ts';
import { createMemoryAdapter } from './memory-adapter.ts';
import { logoutPage, messagePage, PAGE_HEADERS } from './pages.ts';

const HOUR = 3600;
const SCOPES = 'openid email profile groups';

/** The provider's settings: one confidential client, the demo users, keys made for this run. */
export async function providerSettings(): Promise<Configuration> {
  const { privateKey } = await promisify(generateKeyPair)('rsa', { modulusLength: 2048 });
  const policy = interactionPolicy.base();
  policy.remove('consent');
  return {
    adapter: createMemoryAdapter(),
    clients: [
      {
        client_id: 'cellwatch',
        client_secret: 'cellwatch-demo',
        client_name: 'Cellwatch',
        redirect_uris: ['http://127.0.0.1:3000/api/auth/callback/oidc'],
        post_logout_redirect_uris: ['http://127.0.0.1:3000/sign-in'],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        token_endpoint_auth_method: 'client_secret_basic',
        require_auth_time: true,
      },
    ],
    jwks: {
      keys: [{ ...privateKey.export({ format: 'jwk' }), kty: 'RSA', use: 'sig', alg: 'RS256', kid: randomBytes(8).toString('hex') }],
    },
    clientAuthMethods: ['client_secret_basic'],
    responseTypes: ['code'],
    scopes: ['openid'],
    claims: {
      openid: ['sub'],
      profile: ['name', 'preferred_username', 'groups'],
      email: ['email', 'email_verified'],
      groups: ['groups'],
      auth_time: null,
    },
    // Claims in the ID token, where applications look for groups, not only at the userinfo endpoint.
    conformIdTokenClaims: false,
    pkce: { required: () => true },
    cookies: {
      keys: [randomBytes(32).toString('hex')],
      names: { session: 'orbit.session', interaction: 'orbit.interaction', resume: 'orbit.resume' },
    },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => {
          ctx.set(PAGE_HEADERS);
          ctx.body = logoutPage(form);
        },
        postLogoutSuccessSource: (ctx) => {
          ctx.set(PAGE_HEADERS);
          ctx.body = messagePage('Signed out', 'You are signed out of Orbit. You may close this page.');
        },
      },
    },
    interactions: { policy, url: (_ctx, interaction) => `/sign-in/${interaction.uid}` },
    async findAccount(_ctx, login) {
      const user = findDemoUser(login);
      if (!user) return undefined;
      return {
        accountId: login,
        claims: () => ({
          sub: login,
          name: user.name,
          preferred_username: login,
          email: `${login}@orbit.example`,
          email_verified: true,
          groups: [...user.groups],
        }),
      };
    },
    // Nobody is asked for consent: the organization has decided that its people may use its own application.
    async loadExistingGrant({ oidc }) {
      const { client, session, provider } = oidc;
      if (!client || !session?.accountId) return undefined;
      const known = session.grantIdFor(client.clientId);
      if (known) return provider.Grant.find(known);
      const grant = new provider.Grant({ clientId: client.clientId, accountId: session.accountId });
      grant.addOIDCScope(SCOPES);
      await grant.save();
      return grant;
    },
    clientBasedCORS: () => false,
    renderError(ctx, out) {
      ctx.set(PAGE_HEADERS);
      ctx.body = messagePage('This sign-in can’t go on', out.error_description ?? out.error);
    },
    ttl: { AccessToken: HOUR, AuthorizationCode: 60, IdToken: HOUR, Interaction: HOUR, Session: 12 * HOUR, Grant: 12 * HOUR },
  };
}
