/**
 * An error as AWS would answer it. `code` is the name of the query protocol (for example InvalidParameterValue);
 * JSON and S3 have names of their own, which the wire looks up.
 */
export class AwsError extends Error {
  readonly code: string;
  readonly status: number;
  constructor(code: string, message: string, status = 400) {
    super(message);
    this.name = 'AwsError';
    this.code = code;
    this.status = status;
  }

  get isServerFault(): boolean {
    return this.status >= 500;
  }
}

/** The answer to a request whose body does not have the shape of the operation's input. */
export function serializationError(message: string): AwsError {
  return new AwsError('SerializationException', message);
}
