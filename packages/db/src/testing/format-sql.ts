/*
 * SQL for people to review, not to run: one clause on each line, subqueries indented, identifiers without quotes.
 */

const WIDTH = 100

/** What stands in parentheses, or a word, an operator, a literal, a comma. */
type Part = string | Part[]

const clauses =
  /^(with|select|from|(inner|left|cross) join|where|and|group by|order by|having|limit|offset|for (update|no key update|share)|on conflict|do (update|nothing)|set|returning|values|union|insert into|update|delete from)\b/

export function formatSql(sql: string): string {
  const plain = sql.replaceAll(/"([a-z_]+)"/g, '$1').replaceAll(/\s+/g, ' ')
  const tokens = plain.match(/'(?:[^']|'')*'|[(),]|[^\s(),']+|\s/g) ?? []
  return `${query(partsOf(tokens), '').join('\n')}\n`
}

function partsOf(tokens: string[]): Part[] {
  const parts: Part[] = []
  for (let token = tokens.shift(); token !== undefined && token !== ')'; token = tokens.shift()) {
    parts.push(token === '(' ? partsOf(tokens) : token)
  }
  return parts
}

function flat(parts: readonly Part[]): string {
  const text = parts.map((part) => (typeof part === 'string' ? part : `(${flat(part)})`))
  return text.join('').trim()
}

const isQuery = (parts: readonly Part[]) =>
  /^(select|insert|update|delete|with)\b/.test(flat(parts))

/** The lines of a statement or a subquery. */
function query(parts: readonly Part[], indent: string): string[] {
  const lines: Part[][] = [[]]
  for (const [i, part] of parts.entries()) {
    const before = flat(lines.at(-1) ?? [])
    const isClause = clauses.test(flat(parts.slice(i, i + 7)))
    const goesOn = /(^with.* as( materialized)?|\b(for|for no key|do|distinct|delete|insert))$/
    if (isClause && parts[i - 1] === ' ' && before !== '' && !goesOn.test(before)) lines.push([])
    const endsCte = part === ',' && Array.isArray(parts[i - 1]) && /^(with |\w+ as )/.test(before)
    lines.at(-1)?.push(part)
    if (endsCte && isQuery(parts[i - 1] as Part[])) lines.push([])
  }
  return lines.flatMap((line) => clause(line, indent + (/^and\b/.test(flat(line)) ? '  ' : '')))
}

function clause(parts: readonly Part[], indent: string): string[] {
  const text = `${indent}${flat(parts)}`
  const isCte = /^\s*(with )?\w+ as (materialized )?\(/.test(text)
  if (text.length <= WIDTH && !isCte) return [text]
  const commas = parts.filter((part) => part === ',').length
  const lines = ['']
  const add = (more: string) => lines.push((lines.pop() ?? '') + more)
  const inner = commas > 1 && !isCte ? `${indent}  ` : indent
  for (const part of parts) {
    if (typeof part === 'string') {
      add(part)
      if (part === ',' && inner !== indent) lines.push('')
    } else if (isQuery(part)) {
      add('(')
      const opened = query(part, '').map((line) => `  ${line}`)
      if (!isCte && opened.length === 1) add(`${opened[0]?.trim()})`)
      else lines.push(...opened, ')')
    } else if (flat(part).length > WIDTH) {
      add('(')
      const nested = clause(part, '')
      add(nested.shift() ?? '')
      lines.push(...nested)
      add(')')
    } else add(`(${flat(part)})`)
  }
  return lines.map(
    (line, i) => `${i === 0 ? indent : inner}${line.replace(/^ (?=\S)/, '').trimEnd()}`,
  )
}
