import { createCipheriv } from 'node:crypto'
import { bytesOf, damaged, type ForeignFormat } from './reading.ts'
import { scryptReading } from './scrypt-reading.ts'

/** `$scrypt$ln=16,r=8,p=1$salt$hash`: the PHC form, passlib's too. */
export const phcScrypt: ForeignFormat = (stored) => {
  if (!stored.startsWith('$scrypt$')) return undefined
  const format = 'scrypt'
  const [, ln, r, p, salt, digest] =
    /^\$scrypt\$ln=(\d{1,2}),r=(\d{1,4}),p=(\d{1,4})\$([^$]+)\$([^$]+)$/.exec(stored) ?? []
  if (!salt || !digest) return { format, problem: damaged }
  return scryptReading({
    format,
    ...{ n: 2 ** Number(ln), r: Number(r), p: Number(p) },
    salt: bytesOf(salt),
    digest: bytesOf(digest),
  })
}

/** `scrypt$16384$salt$8$5$hash`: N, salt, r, p. */
export const djangoScrypt: ForeignFormat = (stored) => {
  if (!stored.startsWith('scrypt$')) return undefined
  const format = 'scrypt (Django)'
  const [, n, salt, r, p, digest] =
    /^scrypt\$(\d{1,9})\$([^$]+)\$(\d{1,4})\$(\d{1,4})\$([^$]+)$/.exec(stored) ?? []
  if (!salt || !digest) return { format, problem: damaged }
  return scryptReading({
    format,
    write: 'django-scrypt',
    ...{ n: Number(n), r: Number(r), p: Number(p) },
    salt,
    digest: bytesOf(digest),
  })
}

/**
 * Firebase's, in the form that other systems import too: parameters, salt separator (`ss`) and signer key (`sk`) of the
 * project, then salt and hash of the account. The derived key encrypts the signer key.
 */
export const firebaseScrypt: ForeignFormat = (stored) => {
  if (!stored.startsWith('$fbscrypt$')) return undefined
  const format = 'scrypt (Firebase)'
  const [, n, r, p, separator, signer, salt, digest] =
    /^\$fbscrypt\$v=1,n=(\d{1,2}),r=(\d{1,4}),p=(\d{1,4}),ss=([^,$]*),sk=([^,$]+)\$([^$]+)\$([^$]+)$/.exec(
      stored,
    ) ?? []
  if (separator === undefined || !signer || !salt || !digest) return { format, problem: damaged }
  const signerKey = bytesOf(signer)
  return scryptReading(
    {
      format,
      ...{ n: 2 ** Number(n), r: Number(r), p: Number(p) },
      salt: Buffer.concat([bytesOf(salt), bytesOf(separator)]),
      digest: bytesOf(digest),
    },
    {
      of: (key) =>
        createCipheriv('aes-256-ctr', key.subarray(0, 32), Buffer.alloc(16)).update(signerKey),
      keyBytes: 64,
    },
  )
}
