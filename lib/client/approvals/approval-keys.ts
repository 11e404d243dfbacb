/** Key under which the list of requests for a second person is kept. */
export const approvalsKey = ['approvals'] as const;

/** Key of one request, or of all of them without an id. */
export const approvalKey = (id?: string) => (id === undefined ? (['approval'] as const) : (['approval', id] as const));
