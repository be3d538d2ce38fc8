import { expect, test } from 'vitest'
import { loadArgon2Engine } from '../argon2-engine.ts'
import { createPasswordHasher } from '../password-hasher.ts'

const engine = await loadArgon2Engine()
// A new one each time: a hasher that met a costly hash makes all its checks as costly.
const verify = (stored: string, text: string) =>
  createPasswordHasher(engine).verify(stored, text, { isKnown: false })
const hasher = createPasswordHasher(engine)
const password = 'quiet otters paint tall fences'

/** Made by the tools that are named, not by us. */
const fixtures: readonly [madeBy: string, hash: string, password: string][] = [
  [
    'node-argon2, argon2i',
    '$argon2i$v=19$m=8192,p=1,t=3$4/WLaVCCwVPbyJbNy6omMQ$BTqpwVmhVh4B7frNM7Y2/EC5T7+jaJ61fyW2ty9kBrw',
    password,
  ],
  [
    'node-argon2, argon2d with four lanes',
    '$argon2d$v=19$m=8192,p=4,t=3$S9cld7szk4N75dllv4hCTw$aVrTY5I4jLQBTbCsI6gJNescPi4QkbybMHT4zVDhSK4',
    password,
  ],
  [
    'node-argon2, a weaker argon2id, as Django keeps it',
    'argon2$argon2id$v=19$m=8192,p=1,t=3$VEw3B2kCH641dwxhihuiyw$Akbb+q85Tj2cjASoEh1J9N+GZIaV7ahA+zbATHmmnSI',
    password,
  ],
  [
    'libxcrypt, bcrypt 2a',
    '$2a$06$Zr9mWQ2kT5nVxB8cLd3fGeiImjyWQj4gg1lqgKpQ3RuA/FY7dGNMO',
    password,
  ],
  [
    'libxcrypt, bcrypt 2b',
    '$2b$06$Zr9mWQ2kT5nVxB8cLd3fGeiImjyWQj4gg1lqgKpQ3RuA/FY7dGNMO',
    password,
  ],
  [
    'libxcrypt, bcrypt 2y',
    '$2y$06$Zr9mWQ2kT5nVxB8cLd3fGeiImjyWQj4gg1lqgKpQ3RuA/FY7dGNMO',
    password,
  ],
  ['bcryptjs', '$2b$06$vCSYqT1SGoEF8F8SBmgaFOXXu50NxZZ63JwxY4Gpcv2IpI56qrjMy', password],
  [
    'bcryptjs, as Django keeps it',
    'bcrypt$$2b$06$vCSYqT1SGoEF8F8SBmgaFOXXu50NxZZ63JwxY4Gpcv2IpI56qrjMy',
    password,
  ],
  [
    'passlib, scrypt',
    '$scrypt$ln=16,r=8,p=1$aM15713r3Xsvxbi31lqr1Q$nFNh2CVHVjNldFVKDHDlm4CbdRSCdEBsjjJxD+iCs5E',
    'password',
  ],
  [
    'Django, scrypt',
    'scrypt$16384$seasalt$8$5$ECMIUp+LMxMSK8xB/IVyba+KYGTI7FTnet025q/1f/vBAVnnP3hdYqJuRi+mJn6ji6ze3Fbb7JEFPKGpuEf5vw==',
    'lètmein',
  ],
  [
    'firebase-scrypt',
    '$fbscrypt$v=1,n=14,r=8,p=1,ss=Bw==,sk=jxspr8Ki0RYycVU8zykbdLGjFQ3McFUH0uiiTvC8pVMXAn210wjLNmdZJzxUECKbm0QsEmYUSDzZvpjeJ9WmXA==$42xEC+ixf3L2lw==$Opk2YWVP901389nfPLy2L5Whl201Q17Q4IsVZn5CcOjNnLWm5hL+Yp/49dQ3YGUNNElc79wvcqOzs8DLWkct3Q==',
    password,
  ],
  [
    'passlib, PBKDF2-SHA256',
    '$pbkdf2-sha256$6400$.6UI/S.nXIk8jcbdHx3Fhg$98jZicV16ODfEsEZeYPGHU3kbrUrvUEXOPimVSQDD44',
    'password',
  ],
  [
    'Python’s hashlib, PBKDF2-SHA512 in the PHC form',
    '$pbkdf2-sha512$i=20000$AAECAwQFBgcICQoLDA0ODw$iawtumhwsnnx2AOf5VOzIdDvmkBjcFygw7JY5M2pMgUQ6I26KeTmabxh+bgKLFK5lyz0JIzi17xq3/wti63sOw',
    password,
  ],
  [
    'Django, PBKDF2',
    'pbkdf2_sha256$390000$seasalt$8xBlGd3jVgvJ+92hWPxi5ww0uuAuAnKgC45eudxro7c=',
    'lètmein',
  ],
  [
    'ASP.NET Identity 3, SHA-1',
    'AQAAAAAAAAD6AAAAEAhftMyfTJylOlZT+eEotFXd1elee8ih5WsjXaR3PA9M',
    'my password',
  ],
  [
    'ASP.NET Identity 3, SHA-256',
    'AQAAAAEAA9CQAAAAIESkQuj2Du8Y+kbc5lcN/W/3NiAZFEm11P27nrSN5/tId+bR1SwV8CO1Jd72r4C08OLvplNlCDc3oQZ8efcW+jQ=',
    'my password',
  ],
  [
    'ASP.NET Identity 3, SHA-512',
    'AQAAAAIAAYagAAAAEAABAgMEBQYHCAkKCwwNDg/Q8A0WMKbtHQJQ2DHCdoEeeFBrgNlldq6vH4qX/CGqGQ==',
    'my password',
  ],
]

test.each(fixtures)(
  '%s: accepts the right password, and refuses a wrong one',
  async (_, hash, right) => {
    expect(hasher.problemWith(hash)).toBeUndefined()
    expect(await verify(hash, right)).toBe(true)
    expect(await verify(hash, `${right} `)).toBe(false)
    expect(await verify(hash, '')).toBe(false)
    expect(hasher.isOutdated(hash)).toBe(true)
  },
)

test('bcrypt reads 72 bytes: a longer password is refused', async () => {
  const long = 'many quiet otters paint very tall fences '.repeat(2).trimEnd()
  const hash = '$2b$06$Zr9mWQ2kT5nVxB8cLd3fGeKRGlssfR2LxI7UFOs4fQhE7uFIFol7a'
  expect(Buffer.byteLength(long)).toBe(81)
  expect(await verify(hash, long)).toBe(false)
  expect(await verify(hash, `${long.slice(0, 72)} and anything else`)).toBe(false)
  // All the hash ever knew.
  expect(await verify(hash, long.slice(0, 72))).toBe(true)
})

const dear = /cost is above/
test.each([
  ['a bcrypt of hours', '$2b$20$Zr9mWQ2kT5nVxB8cLd3fGeiImjyWQj4gg1lqgKpQ3RuA/FY7dGNMO', dear],
  [
    'an argon2 of gigabytes',
    '$argon2id$v=19$m=4194304,t=1,p=1$VEw3B2kCH641dwxhihuiyw$Akbb+q85Tj2cjASoEh1J9N+GZIaV7ahA+zbATHmmnSI',
    dear,
  ],
  [
    'an argon2 of a million passes',
    '$argon2id$v=19$m=8192,t=1000000,p=1$VEw3B2kCH641dwxhihuiyw$Akbb+q85Tj2cjASoEh1J9N+GZIaV7ahA+zbATHmmnSI',
    dear,
  ],
  [
    'an scrypt of gigabytes',
    '$scrypt$ln=24,r=8,p=1$aM15713r3Xsvxbi31lqr1Q$nFNh2CVHVjNldFVKDHDlm4CbdRSCdEBsjjJxD+iCs5E',
    dear,
  ],
  [
    'an scrypt of a thousand lanes',
    '$scrypt$ln=16,r=8,p=1024$aM15713r3Xsvxbi31lqr1Q$nFNh2CVHVjNldFVKDHDlm4CbdRSCdEBsjjJxD+iCs5E',
    dear,
  ],
  [
    'a PBKDF2 of minutes',
    'pbkdf2_sha256$390000000$seasalt$8xBlGd3jVgvJ+92hWPxi5ww0uuAuAnKgC45eudxro7c=',
    dear,
  ],
  [
    'a PBKDF2 of very many blocks',
    `$pbkdf2-sha1$2000000$AAECAwQFBgcICQoLDA0ODw$${'A'.repeat(160)}`,
    dear,
  ],
  ['a hash of nothing', '$scrypt$ln=14,r=8,p=1$aM15713r3Xsvxbi31lqr1Q$AA', /damaged/],
  ['a PBKDF2 of nothing', 'pbkdf2_sha256$1$seasalt$AAAA', /damaged/],
  ['a bcrypt cut off', '$2b$06$Zr9mWQ2kT5nVxB8cLd3fGeiImjyWQj4gg1lqgKpQ3', /damaged/],
  ['a bcrypt 2x', '$2x$06$Zr9mWQ2kT5nVxB8cLd3fGeiImjyWQj4gg1lqgKpQ3RuA/FY7dGNMO', /faulty/],
  ['an ASP.NET hash cut off', 'AQAAAAIAAAAyAAAAEOMwvh3+FZxqkdMBz2ekgGhwQ4A=', /damaged/],
  ['an MD5', '5f4dcc3b5aa765d61d8327deb882cf99', /nothing here/],
  ['a password in clear', password, /nothing here/],
  ['a megabyte', '$2b$06$'.padEnd(1_000_000, 'a'), /nothing here/],
  ['nothing at all', '', /nothing here/],
])('%s is never verified, and the operator learns why', async (_, hash, problem) => {
  expect(hasher.problemWith(hash)).toMatch(problem)
  expect(await verify(hash, password)).toBe(false)
  expect(hasher.isOutdated(hash)).toBe(true)
})
