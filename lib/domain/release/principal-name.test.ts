import { expect, it } from 'vitest';
import { principalName } from './principal-name.ts';

it('a person is named as short as the ARN tells', () => {
  expect(principalName('arn:aws:sts::100000000003:assumed-role/CellwatchController/ada@example.com')).toBe('ada@example.com');
  expect(principalName('arn:aws:iam::100000000003:user/team/ada')).toBe('ada');
  expect(principalName('arn:aws:iam::100000000003:root')).toBe('root');
  expect(principalName('ada')).toBe('ada');
  expect(principalName('')).toBeNull();
  expect(principalName(null)).toBeNull();
});
