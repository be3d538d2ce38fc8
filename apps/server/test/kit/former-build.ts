import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const apps = fileURLToPath(new URL('../../../', import.meta.url))
const HASH = 'before00'

/**
 * A copy of what was built, as a release of before: one of its scripts has another name, and everything that names it
 * was changed with it.
 *
 * @param chunk the script without its hash, such as `verify`.
 */
export function makeFormerBuild(chunk: string) {
  const folder = mkdtempSync(join(tmpdir(), 'latchkey-former-'))
  const [server, web] = [join(folder, 'server'), join(folder, 'web')]
  mkdirSync(server)
  cpSync(join(apps, 'server/dist'), join(server, 'dist'), { recursive: true })
  cpSync(join(apps, 'server/package.json'), join(server, 'package.json'))
  symlinkSync(join(apps, 'server/node_modules'), join(server, 'node_modules'))
  cpSync(join(apps, 'web/dist'), join(web, 'dist'), { recursive: true })
  symlinkSync(join(apps, 'web/node_modules'), join(web, 'node_modules'))

  const assets = join(web, 'dist/assets')
  const now = readdirSync(assets).find((name) => new RegExp(`^${chunk}-[\\w-]{8}\\.js$`).test(name))
  if (now === undefined) throw new Error(`There is no script ${chunk} among the built pages`)
  const before = `${chunk}-${HASH}.js`
  renameSync(join(assets, now), join(assets, before))
  for (const name of readdirSync(assets).filter((name) => name.endsWith('.js'))) {
    const path = join(assets, name)
    const code = readFileSync(path, 'utf8')
    if (!code.includes(now) && name !== before) continue
    writeFileSync(path, code.replaceAll(now, before))
    for (const ending of ['br', 'gz']) rmSync(`${path}.${ending}`, { force: true })
  }
  for (const ending of ['br', 'gz']) rmSync(join(assets, `${now}.${ending}`), { force: true })
  return {
    program: join(server, 'dist/main.js'),
    /** The names of that script, in the former build and in this one. */
    before,
    now,
    code: readFileSync(join(assets, before), 'utf8'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}
