import { decode, encode, Tagged, Token, Type } from 'cborg';
import { serializationError } from './aws-error.ts';
import { readDocument } from './json-codec.ts';
import type { StructureShape } from './shape.ts';

const EPOCH_TIME = 1;
const DECODE = {
  allowIndefinite: true,
  allowUndefined: true,
  allowNaN: true,
  allowInfinity: true,
  allowBigInt: true,
  tags: { [EPOCH_TIME]: (inner: () => unknown) => new Date(Number(inner()) * 1000) },
};
const ENCODE = {
  typeEncoders: {
    Date: (value: Date) => [new Token(Type.tag, EPOCH_TIME), new Token(Type.float, value.getTime() / 1000)],
  },
};

/** Reads the body of an rpcv2Cbor request; an empty one is an empty structure. @throws AwsError */
export function readCbor(shape: StructureShape, body: Uint8Array): unknown {
  let value: unknown = {};
  try {
    if (body.byteLength > 0) value = decode(body, DECODE);
  } catch (error) {
    throw serializationError(`The request is not CBOR: ${error instanceof Error ? error.message : String(error)}`);
  }
  return readDocument(shape, value);
}

/** Writes an output as CBOR. Times are tagged epoch seconds. */
export function writeCbor(value: unknown): Uint8Array {
  return encode(withoutUndefined(value), ENCODE);
}

function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined);
  if (typeof value !== 'object' || value === null || value instanceof Date || value instanceof Uint8Array || value instanceof Tagged)
    return value;
  return Object.fromEntries(Object.entries(value).flatMap(([key, item]) => (item === undefined ? [] : [[key, withoutUndefined(item)]])));
}
