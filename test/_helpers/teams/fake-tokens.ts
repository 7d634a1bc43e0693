import { createHmac, generateKeyPairSync, randomUUID, sign } from 'node:crypto'
import type { JsonObject } from '../slack/block-kit-shape.ts'

const keys = generateKeyPairSync('rsa', { modulusLength: 2048 })
const strangerKeys = generateKeyPairSync('rsa', { modulusLength: 2048 })
const kid = randomUUID()

/** Makes the set of keys with which the Bot Framework signs what it sends. */
export const keySet = () => {
  const { n, e } = keys.publicKey.export({ format: 'jwk' })
  return { keys: [{ kty: 'RSA', use: 'sig', alg: 'RS256', kid, x5t: kid, n, e, endorsements: ['msteams'] }] }
}

/** Who issues the tokens of the Bot Framework. */
export const issuer = 'https://api.botframework.com'

/** The ways in which the token of a delivery is wrong. */
export type Forgery =
  | 'alg-none'
  | 'hmac-with-public-key'
  | 'wrong-key'
  | 'unknown-key-id'
  | 'broken-signature'
  | 'issuer'
  | 'audience'
  | 'expired'
  | 'not-yet-valid'
  | 'no-serviceurl'
  | 'other-serviceurl'
  | 'no-header'
  | 'empty-token'
  | 'not-bearer'

const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const hour = 3600

const headerOf = (forgery: Forgery | null) => ({
  typ: 'JWT',
  alg: forgery === 'alg-none' ? 'none' : forgery === 'hmac-with-public-key' ? 'HS256' : 'RS256',
  kid: forgery === 'unknown-key-id' ? randomUUID() : kid,
})

const claimsOf = (forgery: Forgery | null, appId: string, serviceUrl: string): JsonObject => {
  const now = Math.floor(Date.now() / 1000)
  const from = forgery === 'expired' ? now - 2 * hour : forgery === 'not-yet-valid' ? now + hour : now - 60
  return {
    iss: forgery === 'issuer' ? 'https://api.botframework.example' : issuer,
    aud: forgery === 'audience' ? randomUUID() : appId,
    nbf: from,
    exp: from + hour,
    ...(forgery === 'no-serviceurl'
      ? {}
      : { serviceurl: forgery === 'other-serviceurl' ? 'https://smba.example/teams/' : serviceUrl }),
  }
}

const signatureOf = (forgery: Forgery | null, signed: string): string => {
  if (forgery === 'alg-none') return ''
  if (forgery === 'hmac-with-public-key') {
    const secret = keys.publicKey.export({ type: 'spki', format: 'pem' })
    return createHmac('sha256', secret).update(signed).digest('base64url')
  }
  const { privateKey } = forgery === 'wrong-key' ? strangerKeys : keys
  const signature = sign('RSA-SHA256', Buffer.from(signed), privateKey)
  if (forgery === 'broken-signature') signature.writeUInt8(signature.readUInt8(7) ^ 1, 7)
  return signature.toString('base64url')
}

/** What decides about the token of a delivery. */
export type TokenTold = {
  readonly appId: string
  readonly serviceUrl: string
  readonly forge?: Forgery | undefined
  /** Claims that replace those of the token; undefined leaves one out. */
  readonly claims?: JsonObject | undefined
}

/** Makes the authorization header of a delivery, or none. */
export const authorizationOf = ({ appId, serviceUrl, forge, claims }: TokenTold): string | null => {
  const forgery = forge ?? null
  if (forgery === 'no-header') return null
  if (forgery === 'empty-token') return 'Bearer '
  const signed = `${encode(headerOf(forgery))}.${encode({ ...claimsOf(forgery, appId, serviceUrl), ...claims })}`
  return `${forgery === 'not-bearer' ? 'Basic' : 'Bearer'} ${signed}.${signatureOf(forgery, signed)}`
}
