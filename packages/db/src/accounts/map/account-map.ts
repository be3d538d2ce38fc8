import * as z from 'zod'

/*
 * Where an application keeps its users: the content of `latchkey.accounts.json`. It is data that names tables and
 * columns. It contains no SQL, so that it can be reviewed, explained and granted column by column.
 */

/** The longest name that PostgreSQL keeps: 63 bytes. */
export const name = z
  .string()
  .min(1, 'must be a name')
  .refine((text) => Buffer.byteLength(text) <= 63, 'is longer than 63 bytes')

/** `schema.table`, as the catalogue spells it: without quotes, upper case as it is. */
export const table = z
  .string()
  .regex(/^[^.]{1,63}\.[^.]{1,63}$/, 'must be a schema and a table, such as public.users')

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()])

/** A value, or a test of the column. */
export const Condition = z.union([
  scalar,
  z.strictObject({ not: scalar }),
  z.strictObject({ in: z.array(scalar).min(1) }),
  z.strictObject({ notLike: z.string() }),
  z.strictObject({ like: z.string() }),
  /** A time in the past, or none. */
  z.strictObject({ past: z.literal(true) }),
  /** A time in the future. */
  z.strictObject({ future: z.literal(true) }),
  /** No time, or one that has passed: a lock that is over. */
  z.strictObject({ notFuture: z.literal(true) }),
])
export type Condition = z.output<typeof Condition>

/** Several are joined by "and". */
const conditions = z.record(name, Condition)
export type Conditions = z.output<typeof conditions>

/** What is written when a password changes. */
export const Written = z.union([
  /** The time of the change, in the type of the column: a time, or a number since 1970 in the unit. */
  z.literal('now'),
  scalar,
  z.strictObject({ now: z.enum(['s', 'ms']) }),
  z.strictObject({ increment: z.number().int() }),
  /** So many random letters and digits. */
  z.strictObject({ random: z.number().int().min(8).max(256) }),
  z.strictObject({ uuid: z.literal(true) }),
  /** The time of the change, where the column has none. */
  z.strictObject({ keepOrNow: z.literal(true) }),
])
export type Written = z.output<typeof Written>
const written = z.record(name, Written)

/** How the address of a user is compared, so that an index serves. Our own grammar decides among what is found. */
const addressMatches = ['lower', 'exact', 'citext', 'upper'] as const
export type AddressMatch = (typeof addressMatches)[number]

const Users = z.strictObject({
  table,
  id: name,
  email: name,
  /** Absent: `citext` for a column of that type, otherwise `lower`. */
  match: z.enum(addressMatches).optional(),
  /** The column that is compared, where it is not the one that email goes to: `NormalizedEmail`. */
  matchColumn: name.optional(),
  /** What people sign in with, if not the address. */
  login: name.nullish(),
  locale: name.nullish(),
  /** Who may recover. Others are treated as disabled. */
  alive: conditions.default({}),
  /** `setOnChange`: following an emailed link proves the mailbox, so the column is set where it is empty. */
  verified: z.strictObject({ column: name, setOnChange: z.boolean().default(false) }).optional(),
})

/** The column of one part of a stored password, or a text inside a column of JSON. */
const PasswordColumn = z.union([name, z.strictObject({ column: name, path: z.array(name).min(1) })])
export type PasswordColumn = z.output<typeof PasswordColumn>

/** What a stored password may consist of. */
export const passwordParts = ['hash', 'salt', 'algorithm'] as const
/** One of {@link passwordParts}. */
export type PasswordPart = (typeof passwordParts)[number]

/** What the application's sign-in reads: the same words in both forms of the file. */
export const passwordFormat = {
  /** The name of the format that is written. */
  write: z.string().min(1),
  /** The variant of the format: `2y` of bcrypt. */
  prefix: z.string().optional(),
  /** In the unit of the format: the cost of bcrypt, the rounds of PBKDF2. */
  cost: z.number().int().positive().optional(),
  /** Further parameters of the format, by their usual names: `{ "m": 65536, "t": 3, "p": 4 }`. */
  parameters: z.record(z.string(), z.number().int().positive()).default({}),
  /** What the application's own sign-in does with the typed text before it hashes. */
  normalise: z.enum(['none', 'NFC', 'NFKC']).default('none'),
  /** Longer passwords are rejected. Absent: what the format can read. */
  maxBytes: z.number().int().min(8).optional(),
  /** The application appends a secret of its own, which `PEPPER_FILE` names. */
  pepper: z.boolean().default(false),
}

const Password = z.strictObject({
  /** A second table that holds the password. Needs `join`. */
  table: table.optional(),
  /** Its columns, and the columns of the users that they equal: `{ "userId": "id" }`. */
  join: z.record(name, name).optional(),
  /** Which of its rows: `{ "providerId": "credential" }`. */
  where: conditions.default({}),
  columns: z.strictObject({
    hash: PasswordColumn,
    salt: PasswordColumn.optional(),
    algorithm: PasswordColumn.optional(),
  }),
  /** Whether a stored value is a password at all. Null never is. */
  usable: z.partialRecord(z.enum(passwordParts), Condition).default({}),
  ...passwordFormat,
  /** Written to the second table besides the password. */
  onChange: written.default({}),
})

/** What ends sessions without a row of theirs being touched. */
export const endedByThemselves = [
  /** They contain a part of the hash, so the change itself ends them. */
  z.strictObject({ because: z.literal('hash') }),
  /** The application compares a column that `onChange` raises or replaces. */
  z.strictObject({
    because: z.literal('column'),
    column: name,
    afterMinutes: z.number().optional(),
  }),
  /** The application compares `latchkey.credential_epoch` of ours. */
  z.strictObject({ because: z.literal('epoch') }),
  /** The application ends them when it hears of `account.sessions_ended` (docs/events.md). */
  z.strictObject({ because: z.literal('event') }),
] as const

const conditionsBesides = { where: conditions.default({}) }

/** What ends the sessions of before, one entry for each kind of them. */
export const EndedSession = z.union([
  /** Deletes the rows whose column `by` is the id of the user, or whose column `byEmail` is the address. */
  z.strictObject({ delete: table, by: name, ...conditionsBesides }),
  z.strictObject({ delete: table, byEmail: name, ...conditionsBesides }),
  /** Marks them instead. */
  z.strictObject({ update: table, by: name, set: written, ...conditionsBesides }),
  ...endedByThemselves,
])
export type EndedSession = z.output<typeof EndedSession>

/** Users that share an address: nobody is emailed, or the newest is. */
export const duplicates = z.enum(['refuse', 'newest']).default('refuse')

export const AccountMapSchema = z.strictObject({
  $schema: z.string().optional(),
  /** Where the map came from. For people only. */
  preset: z.string().optional(),
  users: Users,
  password: Password,
  /** Written to the users' table besides the password. */
  onChange: written.default({}),
  sessions: z.array(EndedSession).default([]),
  /** Columns of the users' table whose change makes open links invalid, besides the password and the address. */
  epoch: z.array(name).default([]),
  duplicates,
})

/** @see AccountMapSchema */
export type AccountMap = z.output<typeof AccountMapSchema>
/** As people write it: with what has a default left out. */
export type AccountMapInput = z.input<typeof AccountMapSchema>

/** A table of the application, by its two names. */
export type TableName = { schema: string; name: string }

export function tableName(text: string): TableName {
  const [schema = '', name = ''] = text.split('.')
  return { schema, name }
}
