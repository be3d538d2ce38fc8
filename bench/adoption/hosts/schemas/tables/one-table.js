/** What most hosts have in common: a table of users with everything about them in it. */
export function oneTable(
  rows,
  { table, id = 'id', email = 'email', values, password, changed = {} },
) {
  const sets = (columns) =>
    Object.keys(columns)
      .map((name, nth) => `"${name}" = $${nth + 2}`)
      .join(', ')
  const update = (user, columns) =>
    rows(`update ${table} set ${sets(columns)} where "${id}" = $1`, [
      user[id],
      ...Object.values(columns),
    ])
  return {
    async insert(address, stored) {
      const row = { ...values(address), ...password(stored) }
      const names = Object.keys(row).map((name) => `"${name}"`)
      const marks = names.map((_, nth) => `$${nth + 1}`)
      const [made] = await rows(
        `insert into ${table} (${names.join(', ')}) values (${marks.join(', ')}) returning "${id}" as id`,
        Object.values(row),
      )
      return made.id
    },
    find: async (address) =>
      (
        await rows(`select * from ${table} where lower("${email}"::text) = lower($1)`, [address])
      )[0],
    update,
    setPassword: (user, stored) =>
      update(user, {
        ...password(stored),
        ...(typeof changed === 'function' ? changed() : changed),
      }),
    setEmail: (user, address) => update(user, { [email]: address }),
    delete: (user) => rows(`delete from ${table} where "${id}" = $1`, [user[id]]),
  }
}

/** Sessions as rows of a table. */
export function sessionRows(rows, { table, token, user, values = () => ({}) }) {
  return {
    async openSession(id) {
      const secret = Buffer.from(crypto.getRandomValues(new Uint8Array(16))).toString('hex')
      const row = { [token]: secret, [user]: id, ...values() }
      const names = Object.keys(row).map((name) => `"${name}"`)
      const marks = names.map((_, nth) => `$${nth + 1}`)
      await rows(
        `insert into ${table} (${names.join(', ')}) values (${marks.join(', ')})`,
        Object.values(row),
      )
      return secret
    },
    sessionLives: async (secret) =>
      (await rows(`select 1 from ${table} where "${token}" = $1`, [secret])).length > 0,
  }
}
