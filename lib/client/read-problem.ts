/** Why the server refused, as it said in its problem+json. `offline` when it did not answer at all. */
export class RequestError extends Error {
  readonly status: number;
  readonly code: string;
  readonly fix: string | null;
  /** All members of the problem, such as the difference of a plan that is outdated. */
  readonly more: Readonly<Record<string, unknown>>;
  constructor(
    status: number,
    code: string,
    message: string,
    fix: string | null,
    options?: ErrorOptions & { more?: Readonly<Record<string, unknown>> },
  ) {
    super(message, options);
    this.name = 'RequestError';
    this.status = status;
    this.code = code;
    this.fix = fix;
    this.more = options?.more ?? {};
  }
}

/** Reads the problem of a response that is not ok; any other body gives what the status alone tells. */
export async function readProblem(response: Response): Promise<RequestError> {
  const body: unknown = await response.json().catch(() => null);
  const { code, detail, fix } = (body ?? {}) as { code?: unknown; detail?: unknown; fix?: unknown };
  return new RequestError(
    response.status,
    typeof code === 'string' ? code : `http-${response.status}`,
    typeof detail === 'string' ? detail : `The server answered ${response.status}.`,
    typeof fix === 'string' ? fix : null,
    { more: (body ?? {}) as Record<string, unknown> },
  );
}
