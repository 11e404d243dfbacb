import type { SortDefinition } from '@aws-sdk/client-cost-explorer';
import type { CallContext } from '../../wire/service.ts';
import { invalid } from './cost-explorer-errors.ts';
import { readPageToken, writePageToken } from './page-token.ts';

const MOST = 1000;

interface ListRequest {
  SearchString?: string | undefined;
  SortBy?: SortDefinition[] | undefined;
  MaxResults?: number | undefined;
  NextPageToken?: string | undefined;
}

/** One page of a list of values, searched and in order. @throws AwsError */
export function listValues(all: Iterable<string>, request: ListRequest, { accountId, now }: CallContext) {
  const { SearchString: search = '', MaxResults: size = MOST } = request;
  if (!Number.isInteger(size) || size < 1 || size > MOST) throw invalid(`MaxResults is ${size}; it must be from 1 to ${MOST}`);
  const place = readPageToken(request, accountId, now);
  const wanted = search.toLowerCase();
  const found = [...new Set(all)].filter((value) => value.toLowerCase().includes(wanted)).sort();
  const values = found.slice(place.item, place.item + size);
  const end = place.item + values.length;
  return {
    values,
    sizes: { ReturnSize: values.length, TotalSize: found.length },
    ...(end < found.length ? { next: { NextPageToken: writePageToken({ ...place, item: end }, request, accountId) } } : {}),
  };
}
