/** The messages between the page and the worker. */
export type Question = {
  id: number
  password: string
  /** Words an attacker would try first: the address, the name of the site. */
  personalWords: readonly string[]
  locale: string
}

export type Estimate = { id: number; score: number }
