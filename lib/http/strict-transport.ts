/** One year. Without subdomains: Cellwatch does not know what else an organization serves below its name. */
const STRICT_TRANSPORT = 'max-age=31536000';

/** The value of Strict-Transport-Security; null where people do not come over TLS. */
export function strictTransport(address = process.env.NEXTAUTH_URL): string | null {
  return address?.startsWith('https://') ? STRICT_TRANSPORT : null;
}
