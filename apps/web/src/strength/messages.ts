/** What the page asks the worker, and what it hears. */
export type Question = {
  id: number
  password: string
  /** Words an attacker would try first: the address, the name of the site. */
  near: readonly string[]
  locale: string
}

export type Estimate = { id: number; score: number }
