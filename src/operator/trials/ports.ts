import { createServer } from 'node:net'
import { Refusal } from '../../domain/refusal.ts'

/** Throws a Refusal where a port that the trial needs is taken, so that nobody else's program is taken for ours. */
export const needPort = async (port: number, command: string): Promise<void> => {
  const why = await troubleWith(port)
  if (why !== null)
    throw new Refusal(
      `Port ${port} ${why}. Nothing was started.\nEnd what uses it (an earlier trial?), or choose another port: npm run ${command} -- --port ${port + 1}`,
    )
}

/** Gives a port that no program listens on: this one if it is free, else any. */
export const anyPort = async (wished: number): Promise<number> =>
  wished !== 0 && (await troubleWith(wished)) === null ? wished : listenAt(0)

const troubleWith = async (port: number): Promise<string | null> => {
  try {
    await listenAt(port)
    return null
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : null
    return code === 'EACCES' ? 'is not allowed for this user' : 'is in use by another program'
  }
}

/** Listens for a moment, for every address of this machine, and gives the port. */
const listenAt = (port: number): Promise<number> =>
  new Promise((free, taken) => {
    const server = createServer()
    server.once('error', taken)
    server.listen({ port, exclusive: true }, () => {
      const address = server.address()
      server.close(() => free(typeof address === 'object' && address !== null ? address.port : port))
    })
  })
