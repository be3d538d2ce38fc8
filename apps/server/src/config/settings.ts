import type * as z from 'zod'
import { accountSettings } from './settings/accounts.ts'
import { databaseSettings } from './settings/database.ts'
import { emailSettings } from './settings/email.ts'
import { limitSettings } from './settings/limits.ts'
import { operatorSettings } from './settings/operators.ts'
import { pageSettings } from './settings/pages.ts'
import { recoverySettings } from './settings/recovery.ts'
import { serverSettings } from './settings/server.ts'
import { telemetrySettings } from './settings/telemetry.ts'
import { webhookSettings } from './settings/webhooks.ts'

/*
 * Every setting, one row each: its schema and a line about it. A test compares this table with `.env.example` and with
 * the table in docs/operating.md.
 */

export const settings = {
  ...serverSettings,
  ...pageSettings,
  ...databaseSettings,
  ...accountSettings,
  ...webhookSettings,
  ...emailSettings,
  ...recoverySettings,
  ...operatorSettings,
  ...limitSettings,
  ...telemetrySettings,
}

export type SettingName = keyof typeof settings

export type SettingValues = {
  [Name in SettingName]: z.output<(typeof settings)[Name]['schema']>
}

/** Settings that may also be given as `NAME_FILE`, the path of a file that holds them. */
export const secretSettings = (Object.keys(settings) as SettingName[]).filter(
  (name) => 'secret' in settings[name],
)
