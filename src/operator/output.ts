/** Writes to standard output at the reader's pace, and answers exit status 0. */
export const write = async (text: string): Promise<0> => {
  if (!process.stdout.write(text)) await new Promise((resume) => process.stdout.once('drain', resume))
  return 0
}

/** Writes a text piece by piece, as it is made, and answers exit status 0. */
export const writeAll = async (pieces: AsyncIterable<string>): Promise<0> => {
  for await (const piece of pieces) await write(piece)
  return 0
}

/** Ends the process without an error when a reader such as `head` has seen enough. */
export const endQuietly = (error: Error): void => {
  if ('code' in error && error.code === 'EPIPE') process.exit(0)
  throw error
}
