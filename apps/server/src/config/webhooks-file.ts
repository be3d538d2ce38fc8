import type { Webhook } from '@latchkey/server/parts'
import { codeOfError, isAbsent, unreadable } from './unreadable.ts'
import { isNamed, isRaw, type Say, type Sources, webhookOf } from './webhook-in-file.ts'

const MOST = 20

/** @param readFile throws when it cannot read the file. */
export function webhooksIn(
  file: string,
  readFile: Sources['readFile'],
  problems: string[],
): Webhook[] {
  const say = (problem: string) => {
    problems.push(`WEBHOOKS_FILE: ${file}: ${problem}`)
  }
  const listed = listIn(file, readFile, say)
  const names = listed.map((one) => (isRaw(one) ? one.name : undefined))
  for (const name of new Set(names.filter((name, n) => names.indexOf(name) !== n))) {
    if (typeof name === 'string') say(`two webhooks have the name ${name}`)
  }
  return listed.flatMap((one, n) => {
    const label = isNamed(one) ? one.name : `webhook ${n + 1}`
    if (isRaw(one)) {
      return webhookOf(one, { readFile, say: (problem) => say(`${label}: ${problem}`) })
    }
    say(`${label} must be an object in braces, with a name and a url`)
    return []
  })
}

function listIn(file: string, readFile: Sources['readFile'], say: Say): readonly unknown[] {
  let text: string
  try {
    text = readFile(file)
  } catch (error) {
    const code = codeOfError(error)
    say(`${unreadable(code)}${isAbsent(code) ? '; docs/events.md has an example' : ''}`)
    return []
  }
  const json = jsonIn(text, say)
  if (json === undefined) return []
  if (!isRaw(json) || !Array.isArray(json.webhooks)) {
    say('must be an object whose "webhooks" is a list; docs/events.md has an example')
    return []
  }
  for (const name of Object.keys(json)) {
    if (name !== 'webhooks' && name !== '$schema') {
      say(`there is no ${JSON.stringify(name)}; beside "webhooks" there is "$schema"`)
    }
  }
  if (json.webhooks.length > MOST) say(`there are more than ${MOST} webhooks`)
  return json.webhooks
}

/** The parser quotes the text in its message, which may be a secret: only the place is said. */
function jsonIn(text: string, say: Say): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const [place] = /line \d+ column \d+/.exec(error instanceof Error ? error.message : '') ?? []
    say(`is no JSON${place === undefined ? '' : `; what is wrong begins at ${place}`}`)
    return undefined
  }
}
