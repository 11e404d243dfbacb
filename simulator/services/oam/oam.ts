import { byName, defineOperation, type Service } from '../../wire/service.ts';
import { listAttachedLinks } from './list-attached-links.ts';
import { listSinks } from './list-sinks.ts';
import { listAttachedLinksSchema, listSinksSchema } from './oam-schemas.ts';

export const oam: Service = {
  name: 'OAM',
  signingName: 'oam',
  actionPrefix: 'oam',
  target: null,
  jsonVersion: '1.1',
  query: null,
  operations: byName([
    defineOperation(listSinksSchema, listSinks, (_request, { region, accountId }) => `arn:aws:oam:${region}:${accountId}:/ListSinks`),
    defineOperation(listAttachedLinksSchema, listAttachedLinks, (request) => request.SinkIdentifier),
  ]),
  errorNames: new Map([
    ['ValidationError', 'InvalidParameterException'],
    ['MissingParameter', 'MissingRequiredParameterException'],
    ['InternalFailure', 'InternalServiceFault'],
  ]),
};
