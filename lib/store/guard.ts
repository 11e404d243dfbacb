/** Runs a query; what the engine throws comes out as a StoreError where it is one. */
export type Guard = <T>(work: () => Promise<T>) => Promise<T>;
