import { randomInt } from 'node:crypto'
import type { PasswordPart } from '@latchkey/db'
import type { Argon2Engine } from '../argon2-engine.ts'

/** A whole number that may be chosen. */
export type Range = { usual: number; least: number; most: number }

/** What a map says about a format, with what it leaves out filled in. */
export type Making = {
  /** The variant, `''` where the format has one only. */
  prefix: string
  /** 0 where the format has none. */
  cost: number
  parameters: Readonly<Record<string, number>>
  /** Appended to the password; empty where there is none. */
  pepper: string
  argon2: Pick<Argon2Engine, 'hash'>
}

/** The columns of a stored password. */
export type Columns = Partial<Record<PasswordPart, string>>

/** How passwords are stored by an application. */
export type Format = {
  parts: readonly PasswordPart[]
  /** What `password.prefix` may be. The first is used if it says nothing. */
  prefixes?: readonly string[]
  /** What `password.cost` may be. */
  cost?: (prefix: string) => Range | undefined
  /** What `password.parameters` may be. */
  parameters?: (prefix: string) => Record<string, Range>
  /** Why these parameters do not go together. */
  problem?: (making: Making) => string | undefined
  /** Whether the application's own secret can be appended to the password. */
  takesPepper?: true
  /** The application rejects more, or would ignore them. */
  maxBytes?: number
  /** Characters of each part, to the last one. */
  lengths(making: Making): Partial<Record<PasswordPart, number>>
  /** The text that is hashed is the one that the application's own sign-in would hash. */
  write(password: string, making: Making): Promise<Columns>
}

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'

/** Letters and digits, each equally likely. */
export function randomText(length: number): string {
  return Array.from({ length }, () => letters[randomInt(letters.length)]).join('')
}

/** Characters of so many bytes in Base64 without padding. */
export const base64Length = (bytes: number) => Math.ceil((bytes * 8) / 6)
/** Base64 without padding. */
export const bareBase64 = (bytes: Buffer) => bytes.toString('base64').replace(/=+$/, '')
