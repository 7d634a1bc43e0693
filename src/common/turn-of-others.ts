/** Lets everything else that waits for the event loop go first. */
export const turnOfOthers = (): Promise<void> => new Promise((resume) => setImmediate(resume))
