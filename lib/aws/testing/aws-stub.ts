import { createServer, type IncomingMessage } from 'node:http';
import { onLoopback } from '#lib/testing/on-loopback.ts';

/** One request as it came over the wire. */
export interface StubRequest {
  /** AssumeRole, GetObject, or the operation in X-Amz-Target. */
  operation: string;
  headers: IncomingMessage['headers'];
  /** Fields of a query-protocol body, or a JSON body. */
  // biome-ignore lint/suspicious/noExplicitAny: the tests know the shapes they sent
  body: any;
  accessKeyId: string;
}

/** What the stub answers: JSON (or text for XML and objects). */
export interface StubAnswer {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
  /** Never answers. */
  hang?: boolean;
}

/** A server for tests that answers AWS calls with recorded or computed wire payloads. */
export async function startAwsStub(answer: (request: StubRequest) => StubAnswer): Promise<{
  url: string;
  requests: StubRequest[];
  close(): Promise<void>;
}> {
  const requests: StubRequest[] = [];
  const server = createServer(async (incoming, outgoing) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const text = Buffer.concat(chunks).toString('utf8');
    const target = incoming.headers['x-amz-target'];
    const form = target === undefined && text.startsWith('Action') ? Object.fromEntries(new URLSearchParams(text)) : null;
    const request: StubRequest = {
      operation: form?.Action ?? (typeof target === 'string' ? (target.split('.')[1] ?? '') : 'GetObject'),
      headers: incoming.headers,
      body: form ?? (text.startsWith('{') ? JSON.parse(text) : text),
      accessKeyId: /Credential=([^/]+)/.exec(incoming.headers.authorization ?? '')?.[1] ?? '',
    };
    requests.push(request);
    const { status = 200, headers = {}, body = '', hang = false } = answer(request);
    if (hang) return;
    const type = typeof body === 'string' ? 'text/xml' : 'application/x-amz-json-1.0';
    outgoing.writeHead(status, { 'Content-Type': type, 'x-amzn-RequestId': 'stub', ...headers });
    outgoing.end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  return { ...(await onLoopback(server)), requests };
}

/** STS's answer to AssumeRole, as AWS sends it. */
export function assumeRoleAnswer(accountId: string, expiration: string): StubAnswer {
  return {
    body: `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><AssumedRoleUser><AssumedRoleId>AROA:cellwatch-reader</AssumedRoleId><Arn>arn:aws:sts::${accountId}:assumed-role/CellwatchReader/cellwatch-reader</Arn></AssumedRoleUser><Credentials><AccessKeyId>ASIA${accountId}</AccessKeyId><SecretAccessKey>secret</SecretAccessKey><SessionToken>token</SessionToken><Expiration>${expiration}</Expiration></Credentials></AssumeRoleResult><ResponseMetadata><RequestId>stub</RequestId></ResponseMetadata></AssumeRoleResponse>`,
  };
}

/** An error of the query protocol. */
export function xmlError(status: number, code: string, message: string): StubAnswer {
  return {
    status,
    body: `<ErrorResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error><RequestId>stub</RequestId></ErrorResponse>`,
  };
}
