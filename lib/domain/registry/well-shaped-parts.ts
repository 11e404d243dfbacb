import type { z } from 'zod';
import { cellSchema, componentSchema, MOST_ENTRIES, type RegistryDocument, registrySchema, sharedSchema, waveSchema } from './schema.ts';

type Lists = Pick<RegistryDocument, 'waves' | 'cells' | 'shared' | 'components'>;

/** What of a document has its right shape; null for a part or an entry that has not. */
export interface WellShapedParts {
  organization: RegistryDocument['organization'] | null;
  roles?: RegistryDocument['roles'] | null;
  metrics: RegistryDocument['metrics'] | null;
  objectives?: RegistryDocument['objectives'] | null;
  waves: readonly (Lists['waves'][number] | null)[];
  cells: readonly (Lists['cells'][number] | null)[];
  shared: readonly (Lists['shared'][number] | null)[];
  components: readonly (Lists['components'][number] | null)[];
}

/** Takes the well-shaped parts out of a document that as a whole has not its right shape. */
export function wellShapedParts(document: object): WellShapedParts {
  const given = document as Readonly<Record<string, unknown>>;
  const { organization, roles, metrics, objectives } = registrySchema.shape;
  return {
    organization: part(organization, given.organization),
    roles: part(roles, given.roles),
    metrics: part(metrics, given.metrics),
    objectives: part(objectives, given.objectives),
    waves: entries(waveSchema, given.waves),
    cells: entries(cellSchema, given.cells),
    shared: entries(sharedSchema, given.shared),
    components: entries(componentSchema, given.components),
  };
}

function part<S extends z.ZodType>(schema: S, value: unknown): z.infer<S> | null {
  const parsed = schema.safeParse(value);
  return parsed.success ? parsed.data : null;
}

function entries<S extends z.ZodType>(schema: S, value: unknown): (z.infer<S> | null)[] {
  return Array.isArray(value) && value.length <= MOST_ENTRIES ? value.map((entry) => part(schema, entry)) : [];
}
