/** How long a test waits for what is to come: a busy machine takes seconds for what an idle one does at once. */
export const soon = { timeout: 15_000, interval: 50 } as const
