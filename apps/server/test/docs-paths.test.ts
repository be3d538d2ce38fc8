import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'
import { fileURLToPath } from 'node:url'
import { publicCodes } from '@latchkey/api'
import { passwordReasons } from '@latchkey/core'
import { describe, expect, test } from 'vitest'
import { acts } from '../src/http/rest/acts.ts'

/* Every file that the documents name exists, and every link and heading that they link to. */

const root = fileURLToPath(new URL('../../../', import.meta.url))
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const ignored = ['**/node_modules/**', '**/dist/**', '**/.turbo/**', '.git/**', '.data/**']
const files = globSync('**/*', { cwd: root, exclude: ignored })
const baseNames = new Set(files.map((file) => file.split('/').at(-1)))

// The reference is generated, and its generator checks its links.
const documents = files.filter(
  (file) => file.endsWith('.md') && !file.startsWith('docs/reference/'),
)
// A decision record describes the day on which it was written, so the files it names may have moved since.
const current = documents.filter((file) => !/^docs\/decisions\/\d/.test(file))

/** How the documents shorten the folders of the packages, as CONTRIBUTING says. */
const shortNames: Record<string, string> = {
  core: 'packages/core',
  api: 'packages/api',
  db: 'packages/db',
  operator: 'packages/operator',
  wording: 'packages/wording',
  email: 'packages/email',
  server: 'packages/server',
  react: 'packages/react',
  app: 'apps/server',
  web: 'apps/web',
}

/** Paths that exist only after a build or a start, or that the reader creates. */
const notInTheRepository = new Set([
  'packages/server/dist/common-passwords.bin',
  'apps/server/dist/compiled',
  'node_modules/.bin/node',
  'results/<date>.json',
  'brand.css',
  'latchkey.accounts.json',
  'latchkey-role.sql',
  'latchkey-functions.sql',
])

const sourceFile = /^[\w@.<>*-]+\.(?:tsx?|js|json|sql|css|md|ya?ml)$/
const folders = new Set([
  ...files.map((file) => file.split('/')[0] ?? ''),
  ...Object.keys(shortNames),
])

/** The code spans that are paths: below a folder of the repository, or the bare name of a source file. */
function pathsIn(text: string): string[] {
  const prose = text.replace(/^```.*?^```/gms, '')
  const spans = [...prose.matchAll(/`([^`\s]+)`/g)].map(([, span = '']) => span)
  return spans.filter((span) => {
    if (notInTheRepository.has(span)) return false
    if (!span.includes('/')) return sourceFile.test(span)
    return folders.has(span.split('/')[0] ?? '') && /^[\w@.<>*/-]+$/.test(span)
  })
}

/** Whether the path exists, from the root, from the document's folder, or below a package by its short name. */
function exists(path: string, document: string): boolean {
  const [first = '', ...rest] = path.split('/')
  const long = shortNames[first] && `${shortNames[first]}/${rest.join('/')}`
  const bases = [path, join(dirname(document), path), ...(long ? [long] : [])]
  // `<name>` stands for any name, and `NN` for a number.
  const patterns = bases.map((base) =>
    normalize(base)
      .replace(/<[^>]+>/g, '*')
      .replace(/(?<![A-Z])0*NN/g, '*'),
  )
  return patterns.some((pattern) =>
    pattern.includes('*')
      ? globSync(pattern, { cwd: root }).length > 0
      : existsSync(join(root, pattern)),
  )
}

/** A bare name stands for a file in whatever folder. */
function isNameOfAFile(name: string): boolean {
  return name.includes('<')
    ? globSync(`**/${name.replace(/<[^>]+>/g, '*')}`, { cwd: root, exclude: ignored }).length > 0
    : baseNames.has(name)
}

const missingIn = (document: string, text = read(document)) =>
  pathsIn(text).filter((path) =>
    path.includes('/') ? !exists(path, document) : !isNameOfAFile(path),
  )

/** As GitHub makes the anchor of a heading. */
const anchorOf = (heading: string) =>
  heading
    .trim()
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-')
const anchorsIn = (text: string) =>
  new Set([...text.matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => anchorOf(heading)))

function brokenLinksIn(document: string, text = read(document)): string[] {
  const links = [...text.matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map(([, link = '']) => link)
  return links.filter((link) => {
    const [path = '', anchor] = link.split('#')
    const target = path === '' ? document : normalize(join(dirname(document), path))
    if (!existsSync(join(root, target))) return true
    return anchor !== undefined && !anchorsIn(read(target)).has(anchor)
  })
}

test.each(current)('%s names files that exist', (document) => {
  expect(missingIn(document)).toEqual([])
})

test.each(documents)('%s links to pages and headings that exist', (document) => {
  expect(brokenLinksIn(document)).toEqual([])
})

test('a wrong path or link is found', () => {
  const text =
    '`core/src/no-such-file.ts`, `apps/nowhere/<name>.ts`, `no-such-file.sql`, `turbo.json`'
  expect(missingIn('README.md', text)).toEqual([
    'core/src/no-such-file.ts',
    'apps/nowhere/<name>.ts',
    'no-such-file.sql',
  ])
  const links = '[a](docs/nowhere.md) [b](#no-such-heading) [c](docs/operating.md#settings)'
  expect(brokenLinksIn('README.md', links)).toEqual(['docs/nowhere.md', '#no-such-heading'])
})

test('the layout in CONTRIBUTING.md names every folder of every package, and no other', () => {
  const [, layout = ''] = /^## Layout\n\n```\n(.*?)^```/ms.exec(read('CONTRIBUTING.md')) ?? []
  const parts = [...layout.matchAll(/^([\w/-]+) (.*\n(?: .*\n)*)/gm)]
  const packages = globSync('{packages,apps}/*/package.json', { cwd: root }).map(dirname)
  expect(parts.map(([, name]) => name)).toEqual(expect.arrayContaining(packages))
  for (const [, name = '', text = ''] of parts) {
    const below = files.filter((file) => file.startsWith(`${name}/`))
    const folders = below.flatMap((file) => /^\w+\/\w+\/src\/([^/]+)\//.exec(file)?.[1] ?? [])
    const named = [...text.matchAll(/(?<![\w./-])([\w-]+)\/(?!\w)/g)].map(([, one]) => one)
    // Any package may have the other two, for its tests.
    expect([...named, 'testing', 'golden']).toEqual(expect.arrayContaining(folders))
    expect(named.filter((one) => below.every((file) => !file.includes(`/${one}/`)))).toEqual([])
  }
})

test('docs/rest.md recommends the calls that the OpenAPI document recommends', () => {
  const page = read('docs/rest.md')
  const recommended = [...page.matchAll(/^\| \*\*Recommended\*\* \| `([^`]+)`/gm)].map((m) => m[1])
  expect(recommended).toEqual(
    Object.values(acts).map((act) => act.recommended.replace(/\{(\w+)\}/, ':$1')),
  )
})

describe('decision records', () => {
  const records = documents.filter((file) => /^docs\/decisions\/\d/.test(file)).sort()
  const format =
    /^# (\d+)\. (.+)\n\nDate: (\d{4}-\d\d-\d\d)\n\nStatus: ((?:accepted|superseded)[^#]*?)\n\n## Context\n/

  test.each(records)('%s has a number, a title, a date and a status', (record) => {
    const [, number] = format.exec(read(record)) ?? []
    expect(Number(number)).toBe(Number(record.split('/').at(-1)?.slice(0, 4)))
    expect(read(record)).toMatch(/^## Decision$/m)
    expect(read(record)).toMatch(/^## Consequences$/m)
  })

  test('are numbered without gaps, and all are in the index', () => {
    const index = read('docs/decisions/README.md')
    const rows = records.map((record, nth) => {
      const [, number, title, date, status = ''] = format.exec(read(record)) ?? []
      expect(number).toBe(String(nth + 1))
      // The index has the numbers of the later records, without links and without what each of them replaces.
      const [words] = status.split(' [')
      const later = [...status.matchAll(/\[(\d+)\]\(/g)].map(([, one]) => one)
      const short = [words, later.join(', ')].filter(Boolean).join(' ')
      return `| ${number} | [${title}](${record.split('/').at(-1)}) | ${date} | ${short} |`
    })
    expect(index.match(/^\| \d+ \|.*$/gm)).toEqual(rows)
  })
})

test('docs/codes.md has a part for every code, with its status, and every reason of a password', () => {
  const page = read('docs/codes.md')
  const parts = [...page.matchAll(/^## (\w+)\n\n(\d+)[.,]/gm)]
  expect(parts.map(([, code, status]) => [code, Number(status)])).toEqual(
    Object.entries(publicCodes),
  )
  const reasons = [...page.matchAll(/^\| `(PASSWORD_\w+)` \|/gm)].map(([, reason]) => reason)
  expect(reasons).toEqual([...passwordReasons])
})
