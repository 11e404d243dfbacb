/** One year, for names below Cellwatch's own too: it is no place to serve anything else under. */
const STRICT_TRANSPORT = 'max-age=31536000; includeSubDomains';

/** The value of Strict-Transport-Security; null where people do not come over TLS. */
export function strictTransport(address = process.env.NEXTAUTH_URL): string | null {
  return address?.startsWith('https://') ? STRICT_TRANSPORT : null;
}
