import type { Service } from '../../wire/service.ts';

/** S3 is REST/XML: its operations are told by method and path, not by name. */
export const s3: Service = {
  name: 'S3',
  signingName: 's3',
  actionPrefix: 's3',
  target: null,
  jsonVersion: '1.0',
  query: null,
  operations: new Map(),
  errorNames: new Map(),
};
