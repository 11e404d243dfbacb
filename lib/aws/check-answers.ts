import { misfit } from './answer-shape.ts';

/** An answer of AWS in which a member is not what the service's model says. */
class UnexpectedAnswer extends Error {
  constructor(path: string) {
    super(`The answer${path} is not of the type that the model of the service gives it`);
    this.name = 'UnexpectedAnswer';
  }
}

interface Sending {
  output: unknown;
}
type Next = (given: unknown) => Promise<Sending>;
interface Stack {
  add(middleware: (next: Next, context: object) => Next, options: { step: 'initialize'; name: string }): void;
}

/** Where the SDK keeps what it knows of the operation that is under way. Source: getSmithyContext of @smithy/core. */
const CONTEXT = '__smithy_context';

/** Lets a client of the SDK refuse answers that do not have the shape of the service's model. */
export function checkAnswers<C extends { middlewareStack: unknown }>(client: C): C {
  (client.middlewareStack as Stack).add(
    (next, context) => async (given) => {
      const answer = await next(given);
      const { operationSchema } = ((context as Record<string, unknown>)[CONTEXT] ?? {}) as { operationSchema?: readonly unknown[] };
      const path = misfit(operationSchema?.[5], answer.output);
      if (path !== null) throw new UnexpectedAnswer(path);
      return answer;
    },
    { step: 'initialize', name: 'checkAnswers' },
  );
  return client;
}
