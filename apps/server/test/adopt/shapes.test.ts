import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Applications, openApplications } from './application-tables.ts'

let applications: Applications

beforeAll(async () => {
  applications = await openApplications()
})
afterAll(() => applications.close())

const names = readdirSync(new URL('./tables/', import.meta.url)).map((file) =>
  file.replace('.sql', ''),
)

test.each(names)('%s: the map is the expected one, or the refusal', async (name) => {
  const { adopt, url } = await applications.named(name)
  const { map, report, refused } = await adopt()
  const said =
    refused === undefined ? { map, unsure: report.unsure } : { refused: refused.split('\n') }
  const text = JSON.stringify(said, null, 2).replaceAll(new URL(url).pathname.slice(1), 'app')
  await expect(`${text}\n`).toMatchFileSnapshot(`./golden/${name}.json`)
})
