import { randomUUID } from 'node:crypto'
import { aspnet, readToken, signToken } from '../formats.js'
import { oneTable } from './one-table.js'

/** ASP.NET Core Identity: the cookie has the security stamp, which is compared at every request here. */
export async function open(rows) {
  const stamps = () => ({ SecurityStamp: randomUUID(), ConcurrencyStamp: randomUUID() })
  const table = oneTable(rows, {
    table: '"AspNetUsers"',
    id: 'Id',
    email: 'Email',
    values: (email) => ({
      Id: randomUUID(),
      UserName: email,
      NormalizedUserName: email.toUpperCase(),
      Email: email,
      NormalizedEmail: email.toUpperCase(),
      EmailConfirmed: true,
      PhoneNumberConfirmed: false,
      TwoFactorEnabled: false,
      LockoutEnabled: true,
      AccessFailedCount: 0,
      ...stamps(),
    }),
    password: ({ hash }) => ({ PasswordHash: hash }),
    changed: stamps,
  })
  return {
    ...table,
    hash: async (password) => aspnet.hash(password),
    verify: async (password, user) => aspnet.verify(password, { hash: user.PasswordHash ?? '' }),
    mayEnter: (user) => user.LockoutEnd === null || user.LockoutEnd < new Date(),
    openSession: async (user) => signToken({ id: user.Id, stamp: user.SecurityStamp }),
    async sessionLives(token) {
      const content = readToken(token)
      const [user] = await rows('select "SecurityStamp" from "AspNetUsers" where "Id" = $1', [
        content?.id,
      ])
      return user !== undefined && user.SecurityStamp === content?.stamp
    },
    setEmail: (user, email) =>
      table.update(user, { Email: email, NormalizedEmail: email.toUpperCase() }),
  }
}
