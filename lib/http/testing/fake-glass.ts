import { behindGlass, inForce } from '#lib/domain/access/in-force.ts';
import { ActionError } from '#lib/domain/control/action-error.ts';
import type { GlassDesk } from '#lib/runtime-contract.ts';

/** One glass that somebody else has broken, `glass-1`: whoever has a role behind glass may break theirs, admins end any. */
export function fakeGlass(): GlassDesk {
  const broken = { id: 'glass-1', by: { id: 'else', name: 'Else' }, roles: ['operator'], reason: 'fire', at: 1, endsAt: 2 };
  return {
    of: () => null,
    list: () => [broken],
    async break(_, { grants }) {
      if (behindGlass(grants).length === 0) throw new ActionError('not-permitted', 'Nothing is behind glass for you.');
      return broken;
    },
    async end(_, { grants }) {
      if (!inForce(grants).some(({ role }) => role === 'admin')) throw new ActionError('not-permitted', 'Only admins can end this.');
    },
  };
}
