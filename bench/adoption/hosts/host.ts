/** An application that has users already: a row of {@link hosts}. Its program is in the folder of its name. */
export type Host = {
  name: string
  /** What it is, with the origin of its packages. */
  title: string
  /** Packages of Debian that its program needs. */
  packages: readonly string[]
  /** Whether its folder has packages of npm, with a lock file. */
  npm?: true
  /** The folder of its program, where another host has the same one. */
  folder?: string
  program: readonly [command: string, ...args: string[]]
  environment?: Readonly<Record<string, string>>
  /** The map that is expected, beside its program. */
  map: string
  /** The preset that `latchkey adopt` must recognise without being told. Empty: it has none for these tables. */
  preset: string
  /** A secret that the application appends to each password. */
  pepper?: string
  /** What its program can do besides the commands that every host has. */
  can: readonly Ability[]
  /** Columns of its users that hold the time of the last change. */
  timeOfChange?: { table: string; column: string }
  /** How long its own cache lets a session live on. Absent: not at all. */
  sessionsEndWithinMs?: number
  /** Adds users number $1 to $2 with the password of the first one, for the checks with a million of them. */
  grow?: string
  /** Nobody can sign up at it with a domain outside ASCII, in either form. */
  refusesUnicodeDomains?: true
  /** The longest password that its verifier reads to the end, in bytes. */
  readsBytes?: number
}

export const abilities = [
  /** `disable`: the account remains and cannot sign in. */
  'disable',
  /** `rememberMe`: a second cookie that outlives the session. */
  'rememberMe',
  /** `lock`: after too many attempts. */
  'lock',
  /** `withoutPassword`: a value that no password fits. */
  'withoutPassword',
  /** `addSocialPerson`: an account that has no row for a password. */
  'addSocialPerson',
  /** `addAccessToken`: tokens of users and of other things in one table. */
  'addAccessToken',
  /** `ownResetToken`, `useOwnReset`: the reset of its own. */
  'ownReset',
  /** Two users may share one address. */
  'shared',
] as const
export type Ability = (typeof abilities)[number]
