import { z } from 'zod';
import { ENVIRONMENTS } from '#lib/domain/registry/registry.ts';
import { ROLES } from './access.ts';

const text = z.string().min(1).max(256);
/** An empty list could be read as "nothing" or as "no limit", so it is refused. */
const list = z.array(text).min(1);

const rule = z
  .strictObject({
    group: text.optional(),
    email: z
      .string()
      .max(254)
      .regex(/^[^\s@]+@[^\s@]+$/, 'is not an e-mail address')
      .toLowerCase()
      .optional(),
    domain: z
      .string()
      .max(253)
      .regex(/^[^\s@.]+(\.[^\s@.]+)+$/, 'is not a domain, for example example.com')
      .toLowerCase()
      .optional(),
    role: z.enum(ROLES),
    environments: z.array(z.enum(ENVIRONMENTS)).min(1).optional(),
    waves: list.optional(),
    components: list.optional(),
    approvals: z.number().int().min(1).max(2).optional(),
    breakGlass: z.boolean().optional(),
  })
  .check(({ value, issues }) => {
    const subjects = [value.group, value.email, value.domain].filter((subject) => subject !== undefined).length;
    if (value.breakGlass && value.approvals === 2) {
      const message = 'is both behind glass and subject to approvals; a broken glass wants no second person, so leave one of them out';
      issues.push({ code: 'custom', message, input: value });
    }
    // An unknown member is probably the misspelt one.
    if (subjects === 1 || issues.length > 0) return;
    const message =
      subjects === 0 ? 'names nobody; expected a group, an email or a domain' : 'names more than one of group, email and domain';
    issues.push({ code: 'custom', message, input: value });
  });

/** The access policy as people write it. */
export const accessPolicySchema = z.strictObject({ $schema: z.string().optional(), rules: z.array(rule).min(1).max(1_000) });
