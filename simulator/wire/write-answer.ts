import { writeCbor } from './cbor-codec.ts';
import type { Answer } from './error-answer.ts';
import { writeJson } from './json-codec.ts';
import type { Operation, Protocol, Service } from './service.ts';
import { writeXml } from './write-xml.ts';

/** The output of an operation in the protocol that was spoken. */
export function writeAnswer(service: Service, operation: Operation, output: unknown, protocol: Protocol, requestId: string): Answer {
  const headers: Record<string, string> = { 'x-amzn-RequestId': requestId };
  const value = output ?? {};
  switch (protocol) {
    case 'cbor':
      headers['Content-Type'] = 'application/cbor';
      headers['smithy-protocol'] = 'rpc-v2-cbor';
      return { status: 200, headers, body: writeCbor(value) };
    case 'query': {
      const { name } = operation;
      headers['Content-Type'] = 'text/xml';
      const result =
        operation.output.members.size > 0
          ? `  <${name}Result>${writeXml(operation.output, value, service.query?.flat)}</${name}Result>\n`
          : '';
      return {
        status: 200,
        headers,
        body: `<${name}Response xmlns="${service.query?.namespace}">\n${result}  <ResponseMetadata>\n    <RequestId>${requestId}</RequestId>\n  </ResponseMetadata>\n</${name}Response>\n`,
      };
    }
    default:
      headers['Content-Type'] = protocol === 'rest-json' ? 'application/json' : `application/x-amz-json-${service.jsonVersion}`;
      return { status: 200, headers, body: writeJson(operation.output, value) };
  }
}
