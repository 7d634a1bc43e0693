import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'

/** Encrypts secrets before they are stored, and gives them back; each for one place alone, which `about` names. */
export type Sealing = {
  readonly seal: (secret: string, about: string) => string
  /** Null where the key is not among those that are known, or the text was changed or belongs to another place. */
  readonly open: (sealed: string, about: string) => string | null
  /** Tells whether a text was sealed with the first key. */
  readonly isCurrent: (sealed: string) => boolean
}

type Key = { readonly id: string; readonly key: Buffer }

const [form, cipher, ivBytes] = ['v1', 'aes-256-gcm', 12] as const

const keyOf = (secret: string): Key => ({
  id: Buffer.from(hkdfSync('sha256', secret, '', 'shelfready key id', 6)).toString('hex'),
  key: Buffer.from(hkdfSync('sha256', secret, '', 'shelfready sealing', 32)),
})

/** Makes the sealing of the operator's keys, AES-256-GCM: the first one seals, the others still open. */
export const openSealing = (secrets: readonly [string, ...string[]]): Sealing => {
  const keys = new Map(secrets.map((secret) => [keyOf(secret).id, keyOf(secret)]))
  const current = keyOf(secrets[0])
  return {
    seal: (secret, about) => {
      const iv = randomBytes(ivBytes)
      const sealing = createCipheriv(cipher, current.key, iv).setAAD(Buffer.from(about))
      const text = Buffer.concat([sealing.update(secret, 'utf8'), sealing.final()])
      return [form, current.id, ...[iv, sealing.getAuthTag(), text].map((part) => part.toString('base64url'))].join('.')
    },
    open: (sealed, about) => {
      const [version, id = '', ...parts] = sealed.split('.')
      const known = keys.get(id)
      const [iv, tag, text] = parts.map((part) => Buffer.from(part, 'base64url'))
      if (version !== form || known === undefined || iv?.length !== ivBytes || tag?.length !== 16 || text === undefined)
        return null
      try {
        const opening = createDecipheriv(cipher, known.key, iv).setAAD(Buffer.from(about)).setAuthTag(tag)
        return Buffer.concat([opening.update(text), opening.final()]).toString('utf8')
      } catch {
        return null
      }
    },
    isCurrent: (sealed) => sealed.split('.')[1] === current.id,
  }
}
