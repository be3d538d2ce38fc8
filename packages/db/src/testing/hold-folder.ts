import { openEmbedded } from '../connection/embedded.ts'
import { migrate } from '../migrate.ts'

/* A process of its own that opens a data folder, says so, and holds it until it is killed or its parent ended. */

const [folder, email = 'ada@example.test'] = process.argv.slice(2)
try {
  const database = await openEmbedded(folder)
  await migrate(database)
  const account = { id: '00000000-0000-4000-8000-000000000001', email, email_canonical: email }
  await database.kysely.insertInto('account').values(account).execute()
  process.stdout.write('open\n')
  process.stdin.resume()
} catch (error) {
  process.stderr.write(error instanceof Error ? `${error.name}: ${error.message}\n` : 'unknown\n')
  process.exitCode = 1
}
