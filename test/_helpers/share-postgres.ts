import type { TestProject } from 'vitest/node'
import { makeTemplate } from './engine.ts'
import { type PostgresServer, startOwnPostgres } from './postgres.ts'

declare module 'vitest' {
  interface ProvidedContext {
    readonly postgres: string
  }
}

type Shared = { readonly started: Promise<PostgresServer>; users: number }

/** Projects of one run each load this module anew. */
const held = globalThis as { shelfreadyPostgres?: Shared }

const start = async (): Promise<PostgresServer> => {
  const server = await startOwnPostgres()
  await makeTemplate(server.url)
  return server
}

/** Starts the one PostgreSQL of a run, with the store in it that all stores of tests are copied from. */
const sharePostgres = async (project: TestProject): Promise<() => Promise<void>> => {
  held.shelfreadyPostgres ??= { started: start(), users: 0 }
  const shared = held.shelfreadyPostgres
  shared.users++
  const server = await shared.started
  project.provide('postgres', server.url)
  return async () => {
    if (--shared.users === 0) await server[Symbol.asyncDispose]()
  }
}

export default sharePostgres
