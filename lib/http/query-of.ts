/** As Next hands a page its query. */
export type SearchParams = Promise<Record<string, string | string[] | undefined>>;

/** The query as it came, with its question mark, to return to after sign-in; empty when there is none. */
export async function queryOf(searchParams: SearchParams): Promise<string> {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(await searchParams)) for (const one of [value ?? []].flat()) query.append(name, one);
  return query.size > 0 ? `?${query}` : '';
}
