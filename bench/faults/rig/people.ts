type Rows = <Row>(sql: string, values?: unknown[]) => Promise<Row[]>

export const oldPassword = 'the grey heron of before'

// argon2id of `oldPassword`, so that one statement can add a thousand accounts.
const oldHash =
  '$argon2id$v=19$m=19456,p=1,t=2$YFcmCsd4B2o89pRLJN4X4g$IHhunq6fIv5AQX27TRAp86Kju2PGCu96G+bpdtdxugA'

/** A unique password that a search of the logs would find. */
export function newPassword(nth: number): string {
  return `the grey heron number ${nth}`
}

export type People = Awaited<ReturnType<typeof createPeople>>

/** Adds accounts whose password is `oldPassword`. */
export async function createPeople(rows: Rows) {
  let families = 0
  return {
    async add(count: number, status: 'active' | 'disabled' = 'active'): Promise<string[]> {
      families += 1
      const emails = Array.from({ length: count }, (_, i) => `p${i}-f${families}@example.com`)
      await rows(
        `insert into account (id, email, email_canonical, password_hash, status)
         select gen_random_uuid(), e, e, $2, $3 from unnest($1::text[]) e`,
        [emails, oldHash, status],
      )
      return emails
    },
  }
}
