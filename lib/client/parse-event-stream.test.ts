import fc from 'fast-check';
import { expect, test } from 'vitest';
import { frameEvent } from '#lib/http/event-stream.ts';
import { eventStreamParser, type LiveMessage } from './parse-event-stream.ts';

function parse(pieces: readonly string[]): LiveMessage[] {
  const messages: LiveMessage[] = [];
  const take = eventStreamParser((message) => messages.push(message));
  for (const piece of pieces) take(piece);
  return messages;
}

test('reads what the server frames, however it is cut', () => {
  const events = fc.array(
    fc.record({
      id: fc.stringMatching(/^[a-z0-9-]{1,8}$/),
      type: fc.constantFrom('fleet' as const, 'resync' as const),
      data: fc.string({ unit: 'grapheme' }),
    }),
    { maxLength: 5 },
  );
  fc.assert(
    fc.property(events, fc.array(fc.nat(400)), (sent, cuts) => {
      const text = sent.map((event) => new TextDecoder().decode(frameEvent(event))).join(': still here\n\n');
      const at = [0, ...cuts.filter((cut) => cut < text.length).sort((a, b) => a - b), text.length];
      const pieces = at.slice(1).map((end, index) => text.slice(at[index], end));
      // Line breaks of any kind in the data arrive as LF.
      expect(parse(pieces)).toEqual(sent.map((event) => ({ ...event, data: event.data.replace(/\r\n|\r/g, '\n') })));
    }),
  );
});

test('takes CR LF and CR as line breaks, even cut in the middle', () => {
  expect(parse(['id: 1\r', '\nevent: fleet\r\ndata: x\r', '\n\r\n'])).toEqual([{ id: '1', type: 'fleet', data: 'x' }]);
  expect(parse(['data: x\r\rdata: y\r\r', ':'])).toEqual([
    { id: null, type: 'message', data: 'x' },
    { id: null, type: 'message', data: 'y' },
  ]);
});

test('comments, unknown fields and events without data give no message', () => {
  expect(parse([': still here\n\nretry: 2000\n\nevent: fleet\n\nnonsense\n\n'])).toEqual([]);
});
