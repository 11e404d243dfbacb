import { expect, test } from 'vitest';
import type { FleetCellView } from '#lib/views/fleet-view.ts';
import { whyNot } from './why-not.ts';

const cell = (name: string, environment: FleetCellView['environment'], wave: string) => ({ name, environment, wave }) as FleetCellView;
const fleet = [cell('pre-use1-a', 'pre-production', 'pre-production'), cell('prod-use1-a', 'production', 'small')];
const at = (cells: string[] | null, component = 'router') => ({ component, stage: 'Deploy', cells });

test('a viewer is told which role is missing', () => {
  expect(whyNot([{ role: 'viewer' }], 'halt-all', at(null, '*'), fleet)).toContain('group of operators');
});

test('an operator of pre-production may there, and is told the limit elsewhere', () => {
  const grants = [{ role: 'operator', environments: ['pre-production'] }] as const;
  expect(whyNot(grants, 'pause-wave', at(['pre-use1-a']), fleet)).toBeNull();
  expect(whyNot(grants, 'pause-wave', at(['prod-use1-a']), fleet)).toContain('limited to pre-production');
});

test('a cell that the page does not know could be anywhere', () => {
  const grants = [{ role: 'operator', environments: ['pre-production'] }] as const;
  expect(whyNot(grants, 'pause-wave', at(['pre-use1-a', 'new']), fleet)).not.toBeNull();
});
