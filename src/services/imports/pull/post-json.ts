import { guardedFetch } from '../../../common/guarded-fetch.ts'
import { type Fetching, PullFailure } from './fetched.ts'

const mostAnswerBytes = 50_000_000
const milliseconds = 60_000

/** Asks a system by a JSON message and gives its JSON answer. Throws a PullFailure where it answers with anything else. */
export const postJson = async (
  url: string,
  headers: Readonly<Record<string, string>>,
  message: unknown,
  { egress, signal }: Pick<Fetching, 'egress' | 'signal'>,
): Promise<unknown> => {
  const { status, body } = await guardedFetch({
    url,
    method: 'POST',
    headers: { 'content-type': 'application/json', accept: 'application/json', ...headers },
    body: JSON.stringify(message),
    ...{ egress, signal, milliseconds, mostBytes: mostAnswerBytes },
  })
  const text = Buffer.concat(await Array.fromAsync(body)).toString()
  if (status !== 200) throw new PullFailure(`The server answered with HTTP ${status}${reasonIn(text)}.`)
  const answer = parsed(text)
  if (answer === undefined) throw new PullFailure('The server answered with something else than JSON.')
  return answer
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Gives the reason that a system tells with an error, where it tells one in a short text. */
const reasonIn = (text: string): string => {
  const answer = parsed(text)
  const reason = typeof answer === 'object' && answer !== null && 'message' in answer ? answer.message : null
  return typeof reason === 'string' && reason !== '' ? `: ${reason.slice(0, 200).replace(/\.$/, '')}` : ''
}
