/** Cookies kept by origin. Browsers share them between the ports of a host; here the app's and the provider's stay apart. */
export interface CookieJar {
  /** Like fetch, but with the origin's cookies, and redirects are not followed. */
  fetch(url: string, init?: RequestInit): Promise<Response>;
  /** The Cookie header's value for an origin; empty when it set none. */
  header(origin: string): string;
}

export function createCookieJar(): CookieJar {
  const origins = new Map<string, Map<string, string>>();
  const header = (origin: string) => [...(origins.get(origin) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
  return {
    header,
    async fetch(url, init) {
      const { origin } = new URL(url);
      const headers = new Headers(init?.headers);
      const cookie = header(origin);
      if (cookie) headers.set('Cookie', cookie);
      const response = await fetch(url, { ...init, headers, redirect: 'manual' });
      const jar = origins.get(origin) ?? new Map<string, string>();
      origins.set(origin, jar);
      for (const line of response.headers.getSetCookie()) {
        const [pair = '', ...attributes] = line.split(';');
        const at = pair.indexOf('=');
        const name = pair.slice(0, at).trim();
        const value = pair.slice(at + 1).trim();
        if (value === '' || hasExpired(attributes)) jar.delete(name);
        else jar.set(name, value);
      }
      return response;
    },
  };
}

function hasExpired(attributes: readonly string[]): boolean {
  return attributes.some((attribute) => {
    const [name = '', value = ''] = attribute.trim().split('=');
    if (/^max-age$/i.test(name)) return Number(value) <= 0;
    return /^expires$/i.test(name) && Date.parse(value) <= Date.now();
  });
}
