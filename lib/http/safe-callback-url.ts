/**
 * The address to go to after sign-in: only ever a page of this origin, never an API route or the sign-in page itself.
 * Anything else becomes the start page, so that a pasted link can't send a person elsewhere.
 */
export function safeCallbackUrl(wanted: string | null | undefined, origin: string): string {
  const home = `${origin}/`;
  if (!wanted) return home;
  let url: URL;
  try {
    url = new URL(wanted, home);
  } catch {
    return home;
  }
  // A blob: has the origin of whoever made it.
  if (url.origin !== origin || !/^https?:$/.test(url.protocol) || url.username !== '' || url.password !== '') return home;
  // A path that starts with two slashes would be read as a host by whoever uses it as a relative address.
  if (/^\/[/\\]/.test(url.pathname) || /^\/(api|sign-in|no-access)(\/|$)/.test(url.pathname)) return home;
  return url.href;
}
