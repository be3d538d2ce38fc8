/** The addresses of the page. The server answers each with the same HTML; a request is at `/requests/<its id>`. */
export const operatorPaths = {
  overview: '/',
  enter: '/enter',
  emails: '/emails',
  people: '/people',
  requests: '/requests',
  limits: '/limits',
  webhooks: '/webhooks',
  audit: '/audit',
  session: '/session',
} as const

export type OperatorPath = (typeof operatorPaths)[keyof typeof operatorPaths]

/** A call with this header does not keep the session alive: the page sends it when nobody pressed anything. */
export const BACKGROUND_HEADER = 'x-latchkey-background'

/**
 * Who the page says is here, percent-encoded. Refused with NOT_ENTERED if that is somebody else by now, so that nobody's
 * act is written down under another name: a link that was opened in another tab replaces the session of this one.
 */
export const OPERATOR_HEADER = 'x-latchkey-operator'

/** A name as {@link OPERATOR_HEADER} has it. */
export const inHeader = (operator: string) => encodeURIComponent(operator.toWellFormed())
