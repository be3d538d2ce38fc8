import type { FormatName } from './format-names.ts'
import type { StoredColumns } from './stored-password.ts'

/** What the stored passwords of an application look like. No text of a hash is in it, nor a part of one. */
export type Recognition = {
  /** How many of the samples hold a text at all. */
  passwords: number
  /** One row for each format with its parameters, the most frequent first. Several rows: they are mixed. */
  formats: readonly RecognisedFormat[]
  /** Known formats that Latchkey cannot write, and damaged ones. */
  refused: readonly RefusedFormat[]
  /** Texts that no format explains: perhaps marks such as Django's `!`, perhaps passwords in clear. */
  unknown: number
  /** How many of those are shorter than any hash that is safe. */
  short: number
}

/** What goes into the map under `password`, and how often it was met. */
export type RecognisedFormat = {
  write: FormatName
  /** `2y` of bcrypt. */
  prefix?: string
  cost?: number
  parameters: Record<string, number>
  /** Why it may be another format after all, to be asked about. The rest of a sentence with "because". */
  doubt?: string
  /** How many of the samples. */
  count: number
  /** `count` of all passwords: from 0 to 1. */
  share: number
  /** The place of the first of them among the samples: 0 if it is the newest password, with the newest first. */
  newest: number
}

export type RefusedFormat = {
  /** Its usual name: `MD5 in hexadecimal`. */
  name: string
  /** Why, as the rest of a sentence that starts with the name. */
  problem: string
  count: number
  share: number
}

/** Recognises the stored passwords of an application. Samples come newest first. */
export type RecogniseStored = (samples: readonly StoredColumns[]) => Recognition
