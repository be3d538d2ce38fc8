const words = /'(?:[^']|'')*'|"[^"]*"|[(),]|[^\s(),'"]+(?:"[^"]*"[^\s(),'"]*)*|\s+/g
const clauses =
  /^(select|from|inner join|left join|cross join|where|and|group by|order by|having|limit|offset|for update|for no key update|for share|on conflict|do|set|returning|values|union|insert|update|delete)\b/

/**
 * One clause on each line, and identifiers without quotes: SQL for people to review, not to run. Subqueries are
 * indented; whatever stands in other parentheses stays on its line.
 */
export function formatSql(sql: string): string {
  /** For each open parenthesis, whether it is a subquery's. */
  const open: boolean[] = []
  let text = ''
  let rest = sql
  const indent = () => '  '.repeat(open.filter(Boolean).length)
  const line = (more = '') => {
    text = `${text.trimEnd()}\n${indent()}${more}`
  }
  while (rest.length > 0) {
    const [token = ''] = rest.match(words) ?? []
    const isInClause = open.at(-1) ?? true
    const before = text.trimEnd()
    if (isInClause && clauses.test(rest) && !/(^|[( ]|\bdo|distinct)$/.test(before)) {
      line(/^and\b/.test(rest) ? '  ' : '')
    }
    rest = rest.slice(token.length)
    if (token === '(') {
      open.push(/^(select|insert|update|delete|with)\b/.test(rest))
      text += token
      if (open.at(-1)) line()
    } else if (token === ')') {
      if (open.pop()) line()
      text += token
    } else {
      text += /\s/.test(token) ? ' ' : token.replaceAll(/"([a-z_]+)"/g, '$1')
      // After a CTE.
      if (token === ',' && before.endsWith(`\n${indent()})`)) line()
    }
  }
  return `${text.replaceAll(/ +\n/g, '\n').trim()}\n`
}
