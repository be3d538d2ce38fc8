'use client'

/*
 * The door for markup of your own: the provider, the state machine, and the parts that the pages are made of. They have
 * no style of their own; `data-latchkey` names every element for a style sheet, ours or another.
 */

export type { PublicSettings } from '@latchkey/api'
export {
  type Direction,
  knownLocale,
  type Locale,
  languages,
  localeFor,
  locales,
  type PagesWording,
  type PageTexts,
} from '@latchkey/wording'
export { type Answer, type Call, useCall } from './call.ts'
export type { RecoveryClient, RecoveryProcedures, Requested, Verified } from './client.ts'
export { type StartWorker, useSettings } from './context.ts'
export { takeToken } from './flow/take-token.ts'
export {
  type Connection,
  LatchkeyProvider,
  type LatchkeyProviderProps,
} from './latchkey-provider.tsx'
export type { GoOptions, Navigate, PageState, Paths, Place } from './navigation.ts'
export { Checkbox } from './parts/checkbox.tsx'
export { EmailField } from './parts/email-field.tsx'
export { ExpiryWarning } from './parts/expiry-warning.tsx'
export { Field, type FieldError } from './parts/field.tsx'
export { FocusedAlert } from './parts/focused-alert.tsx'
export { Form, textIn } from './parts/form.tsx'
export { Page } from './parts/page.tsx'
export { PasswordField } from './parts/password-field.tsx'
export { PasswordRules } from './parts/password-rules.tsx'
export { Progress, Submit } from './parts/submit.tsx'
export { Trouble } from './parts/trouble.tsx'
export type { NavigationProps } from './provider.tsx'
export { type Refusal, refusalOf } from './refusal.ts'
export { reasonTexts, refusalTexts } from './refusal-texts.ts'
export { useSecondsUntil } from './server-clock.ts'
export type { ButtonProps, ClickEvent, FrameProps, LinkProps, Slots } from './slots.ts'
export { loadTexts, type TextKey, type TextOverrides } from './texts.ts'
export { type RecoveryState, type UseRecoveryOptions, useRecovery } from './use-recovery.ts'
export { type Localized, useWording } from './wording.ts'
