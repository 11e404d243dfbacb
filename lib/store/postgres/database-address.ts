/** Host, port and database of an address, without its user and password: for messages. */
export function describeAddress(databaseUrl: string): string {
  try {
    const { hostname, port, pathname, searchParams } = new URL(databaseUrl);
    const host = hostname || searchParams.get('host') || 'the local socket';
    return `PostgreSQL at ${host}${port ? `:${port}` : ''} (database ${decodeURIComponent(pathname.slice(1))})`;
  } catch {
    return 'PostgreSQL at DATABASE_URL';
  }
}
