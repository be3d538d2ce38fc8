import { describe, expect, test } from 'vitest'
import { loadArgon2Engine } from '../argon2-engine.ts'
import { recogniseStored } from '../password-formats/index.ts'
import { createPasswordHasher } from '../password-hasher.ts'

const engine = await loadArgon2Engine()
const hasher = createPasswordHasher(engine)
const stranger = { isKnown: false }
// A new one each time: a hasher that met a costly hash makes all its checks as costly.
const verify = (stored: string, text: string) =>
  createPasswordHasher(engine).verify(stored, text, stranger)
const password = 'quiet otters paint tall fences'

/** Made by the tools that are named, not by us. */
const fixtures: readonly [madeBy: string, stored: string][] = [
  [
    'better-auth',
    '8e61c8a80f5806ba60fd2e95f759c0ed:3c34b7744ffb4ca43a81d816413a032f273e1548cd4c3d8ce7af06410ada49103d05bee8e5e6c59db548b6290013026819c896ecc30b3af1b68f8def38ea4b3c',
  ],
  [
    'scrypt-kdf, in Base64 as Medusa keeps it',
    'c2NyeXB0AAwAAAAIAAAAASG5uQ4tJVhn2vifAg8dSpUenKrxyc40w0xyvzpc5mLk41/Wp14fkEBU9ZUo7GXgGk49NGVvvrvhmmbyQP45VA/yGBSDaF61T5Uidpm+Pu23',
  ],
  [
    'scrypt-kdf, in hexadecimal as HedgeDoc keeps it',
    '736372797074000c0000000800000001ae3fff2f59c0197bb9c1d022505eed68ecb55c1b7fdacd38fa879a04c8a38a39d6b63ff66e316bba227a0a15668cc8db342b160d4ad3af968296c9f1e8597111444db5a8bbf1f6e56fc4ca9930862c6e',
  ],
  [
    '@adonisjs/hash, scrypt',
    '$scrypt$n=16384,r=8,p=1$MD65V14/YScCLZEy9hI1+g$5de3hD0/JMriPDAWkCarBXf9RrT7+Mk3IODYipNznLuFJdqUJxnuJbNY+lWZyPUmIVr0FoWshI6ixwex7BbLrw',
  ],
  [
    '@adonisjs/hash, bcrypt',
    '$bcrypt$v=98$r=8$Ugp2tUA3dayBa7GEytbV4w$15XxrQeYcpr/CYbqRbKy69wjf00BEqs',
  ],
  [
    'Werkzeug, scrypt',
    'scrypt:32768:8:1$cXGpJNpBzv1gviQa$b6a57f67729ee76fcf7ca743916dbe8edcf4beda39d0ce4eb9d18695a2a0e22aa7cbbd97f6f3360d6e31b34f90c3d6967f78f84409d6552181a1e923e82dcb73',
  ],
  [
    'Werkzeug, PBKDF2',
    'pbkdf2:sha256:10000$ehWsNncGw2DTv3vI$5c8dff54ab947c424491977e88c9f1573c2ceabf6d304d4ebdb29368ee240d41',
  ],
  [
    'Werkzeug, PBKDF2 with SHA-512',
    'pbkdf2:sha512:10000$UkZL5joXgxwU7SpI$f9106b6eec2653677eab75ca6ae17ac48bd96cbca2082dd0577b63f1aee05d847c2e8bcecd82a6e4fe3026dbe18cfef2416f405fb7c735d2abde43ef6520207f',
  ],
  [
    'passlib, PBKDF2-SHA512',
    '$pbkdf2-sha512$25000$G0PonfP.H4PQeu99bw0BYA$aSXY7Gu3iYOk5hD9cx0b4iNpYXrklE/gU0fHU27ExCi9g2oCFs87TBoqvW8.XtB2ioyEtxDv29e2K0YDWA1Tbw',
  ],
  ['passlib, phpass as in WordPress', '$P$BESHZRWY4KjXEImNnyKbYsM6SIYd8E1'],
  ['passlib, phpass as in phpBB', '$H$9z/AfQd8GPIubLdn0Be9sqhoaco9q61'],
  [
    'PHP, the digest of WordPress 6.8 in bcrypt',
    '$wp$2y$06$z.vDhTdnm6ks0POEkIlwUOWEipCQglg/rG2p1cqKeQbYLjuDwPIyK',
  ],
  [
    'jBCrypt, after Spring’s prefix',
    '{bcrypt}$2a$06$38//Cbguxo9bEBWBmXztsO8ROmurTZmPP9.8M3roUPHNjWRVUZ.yC',
  ],
  [
    'jBCrypt, with a salt as in Metabase',
    '{"hash":"$2a$06$leD4EK5jEj1LFWLAdU8YUu8aDuXxr/a6PmVds/yKLSEsJjigXnCsK","salt":"e490033d-aa4d-4388-afa1-0c034e916bb8"}',
  ],
  [
    'Java’s PBKDF2, as Spring 5.8 keeps it',
    '{pbkdf2@SpringSecurity_v5_8}0b24247dae44dedcf63661f729d096c8dfbea813260e366473e4561e8d71e3201b61319df0816648d20362ac6a2fa925',
  ],
  [
    'Java’s PBKDF2, as Spring 5.5 keeps it',
    '{pbkdf2}0b24247dae44dedcf9f87b186e85a892d9fcebe9f35ee21b41467ea25eca7f98f6a0670b6afe7b07',
  ],
  [
    'argon2-cffi, after Spring’s prefix',
    '{argon2@SpringSecurity_v5_8}$argon2id$v=19$m=16384,t=2,p=1$IaeqNFogKlgTqXQZdU+isw$Uh0qdkHRCNF+S6Ra9LR1xw',
  ],
  [
    'Python’s hashlib, scrypt as Spring keeps it',
    '{scrypt}$e0801$j1SBMW/hMnayHnG30/6ZSw==$WlcMcLVNIJkkH90irDnf+5dcyfd0NWaX3KOsMxRmU3E=',
  ],
  [
    'Python’s hashlib, PBKDF2 as Mattermost keeps it',
    '$pbkdf2$f=SHA256,w=6000,l=32$j1SBMW/hMnayHnG30/6ZSw$XMhz0JznfOh9bLeGlJNV8fPZ9e/wvxrgpiAjFDxO9iM',
  ],
  [
    'Python’s hashlib, PBKDF2 as Discourse keeps it',
    '{"hash":"c194837b9d4b507718799bbcb5b06aee8956487f37f670671906ac8c6b770396","salt":"8f5481316fe13276b21e71b7d3fe994b","algorithm":"$pbkdf2-sha256$i=6400,l=32$"}',
  ],
  [
    'Python’s hashlib, PBKDF2 as Keycloak keeps it',
    '{"hash":"{\\"value\\": \\"z+N99uUuf9vG7erhlGDgOvvVElJYX/HHLj6FBQKL9MTYYyfPsZMZBAZOkG9pBi1+EtOl19tYlEsOxZuv55Oa0w==\\", \\"salt\\": \\"j1SBMW/hMnayHnG30/6ZSw==\\", \\"additionalParameters\\": {}}","algorithm":"{\\"hashIterations\\": 2100, \\"algorithm\\": \\"pbkdf2-sha512\\", \\"additionalParameters\\": {}}"}',
  ],
  [
    'Python’s hashlib, PBKDF2 as Payload keeps it',
    '{"hash":"pbkdf2-sha256-v2-i6000-l32:2f0d2d35bff638fe55dd1d875b240b4f36e806a66ceba3da7c8cbdebbe1eb7a8","salt":"1f329f0ba009474ba66016538659aa4a7577670c59acad490301a34b20eb9a5b"}',
  ],
]

test.each(fixtures)(
  '%s: accepts the right password, and refuses a wrong one',
  async (_, stored) => {
    expect(hasher.problemWith(stored)).toBeUndefined()
    expect(await verify(stored, password)).toBe(true)
    expect(await verify(stored, `${password}.`)).toBe(false)
    expect(await verify(stored, '')).toBe(false)
  },
)

test('Symfony’s long passwords are digested before bcrypt', async () => {
  const stored = '$2y$06$fBfoCQ14IejBdzLxFn1LT.h47ALGPN8tJG/uKZcMNDjTkiGvTmH7m'
  const long = `${'many quiet otters paint very tall fences '.repeat(2)}!`
  expect(await verify(stored, long)).toBe(true)
  expect(await verify(stored, `${long.slice(0, -1)}?`)).toBe(false)
  expect(await verify(stored, long.slice(0, 72))).toBe(false)
})

test('WordPress cuts off blanks around a password, at every door', async () => {
  const [, stored = ''] = fixtures.find(([name]) => name.startsWith('PHP')) ?? []
  expect(await verify(stored, ` ${password}\t`)).toBe(true)
})

// These two may have digests of any length, and the beginning of a longer one is one.
const wholeOnly = fixtures.filter(([name]) => !/^@adonisjs.*scrypt|^passlib, PBKDF2/.test(name))

test.each(wholeOnly)(
  '%s: cut off, it matches nothing, and the operator learns why',
  async (_, stored) => {
    const cut = stored.startsWith('{"')
      ? JSON.stringify({ ...JSON.parse(stored), hash: JSON.parse(stored).hash.slice(0, -9) })
      : stored.slice(0, -9)
    expect(hasher.problemWith(cut)).toMatch(/damaged|nothing here/)
    expect(await verify(cut, password)).toBe(false)
  },
)

const hex = (length: number) => '5f4dcc3b5aa765d61d8327deb882cf99'.repeat(4).slice(0, length)
test.each([
  ['MD5 in hexadecimal', hex(32)],
  ['SHA-1 in hexadecimal', hex(40)],
  ['SHA-256 in hexadecimal', hex(64)],
  ['SHA-512 in hexadecimal', hex(128)],
  ['LDAP {SSHA}', '{SSHA}UGVwcGVyIGlzIG5vdCBhIHNhbHQuLi4hIQ=='],
  ['LDAP {SHA}', '{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g='],
  ['clear text ({noop})', '{noop}password'],
  ['Spring {MD5} or {MD4}', '{MD5}5f4dcc3b5aa765d61d8327deb882cf99'],
  ['Joomla (MD5 with a salt)', `${hex(32)}:GmZ1qFNVCCzqyRoWCPhu5fIuRYxKkJu9`],
  ['SHA-256 with a salt (Magento)', `${hex(64)}:Xy12Xy12:1`],
  ['md5-crypt', '$1$3azHgidD$SrJPt7B.9rekpmwJwtON31'],
  ['sha512-crypt', '$6$saltsalt$qFmFH.bQmmtXzyBY0s9v7Oicd2z4XSIecDzlB5KiA2'],
  ['scrypt or yescrypt of an operating system', '$y$j9T$F5Jx5fExrKuPp53xLKQ..1$X3DX6M94c7o'],
  ['Drupal 7', '$S$DeQC8xOGoGgE5Lx7Fv4sHmCXTnMXM4YzTYZdmU2pJ3NgQ0j2Yh1'],
  ['Django’s fast hashes', 'sha1$salt$e4ad93ca07acb8d908a3aa41e920ea4f4ef4f26e'],
  ['MySQL', '*2470C0C06DEE42FD1618BB99005ADCA2EC9D1E19'],
  ['ASP.NET Identity 2', 'AJzN5b1zTtUZGYb3RkVd2PcrxBO3x0x8YwmcYk4bFDhhU4pGIRpZ9Xn0kVmVf8uF0Q=='],
])('%s is refused by its name', async (name, stored) => {
  expect(hasher.problemWith(stored)?.startsWith(`${name}: nothing here can check it`)).toBe(true)
  expect(await verify(stored, 'password')).toBe(false)
  const { refused, unknown, formats } = recogniseStored([{ hash: stored }])
  expect([refused[0]?.name, unknown, formats]).toEqual([name, 0, []])
})

describe('the stored passwords of an application', () => {
  const bcrypt = (letter: string, cost: string) =>
    `$2${letter}$${cost}$Zr9mWQ2kT5nVxB8cLd3fGeiImjyWQj4gg1lqgKpQ3RuA/FY7dGNMO`

  test('are counted by format, prefix and cost, and the newest is known', () => {
    const samples = [
      bcrypt('y', '12'),
      ...[bcrypt('y', '10'), bcrypt('y', '10')],
      hex(32),
      '!unusable',
      '$2y$10$cutoff',
      '$P$BESHZRWY4KjXEImNnyKbYsM6SIYd8E1',
    ].map((hash) => ({ hash }))
    const found = recogniseStored([{ hash: null }, ...samples, { hash: '' }])
    expect(found).toEqual({
      passwords: 7,
      formats: [
        {
          write: 'bcrypt',
          prefix: '2y',
          cost: 10,
          parameters: {},
          count: 2,
          share: 2 / 7,
          newest: 2,
        },
        {
          write: 'bcrypt',
          prefix: '2y',
          cost: 12,
          parameters: {},
          count: 1,
          share: 1 / 7,
          newest: 1,
        },
      ],
      refused: [
        expect.objectContaining({ name: 'MD5 in hexadecimal', count: 1 }),
        { name: 'bcrypt', problem: 'it is damaged or cut off', count: 1, share: 1 / 7 },
        expect.objectContaining({
          name: 'phpass',
          problem: 'Latchkey reads it, but does not write it',
        }),
      ],
      unknown: 1,
      short: 1,
    })
  })

  test('are described without a part of a hash', () => {
    const texts = [...fixtures.map(([, stored]) => stored), hex(32)]
    const said = JSON.stringify(recogniseStored(texts.map((hash) => ({ hash }))))
    for (const text of texts) {
      const secret = text.match(/[A-Za-z0-9./+]{20,}/g) ?? []
      for (const part of secret) expect(said).not.toContain(part)
    }
  })

  test('none are none', () => {
    expect(recogniseStored([])).toEqual({
      passwords: 0,
      formats: [],
      refused: [],
      unknown: 0,
      short: 0,
    })
  })
})
