/* The door for our own applications, apps/web and apps/operator. It is not in the published package. */

export { chooseTabLocale, preferredLocale } from './app/language.ts'
export { LanguageProvider, useLanguage } from './app/language-provider.tsx'
export { LanguageSwitch } from './app/language-switch.tsx'
export { LoadFailed } from './app/load-failed.tsx'
export { type Answer, type Call, useCall } from './call.ts'
export { type CallOptions, callServer, NoAnswer } from './call-server.ts'
export { connectTo, type RecoveryClient } from './client.ts'
export { useNavigation, usePageState, useSettings } from './context.ts'
export { keepEarlySubmits } from './flow/early-submit.ts'
export { mentionsToken, namedToken, tokenStandingAlone } from './flow/find-token.ts'
export { announceFinished } from './flow/finished-elsewhere.ts'
export { forgetFinished, noteChanged } from './flow/finished-here.ts'
export {
  dropSecret,
  holdCutLink,
  holdSecret,
  restoreTicket,
  useHeldSecret,
  useIsCutLink,
} from './flow/held-secret.ts'
export {
  clearFlow,
  currentFlow,
  type RecoveryFlow,
  saveFlow,
  startFlow,
} from './flow/recovery-flow.ts'
export { keepReturnTo, useReturnTo, useSignInElsewhere } from './flow/return-to.ts'
export { forgetTab, tabStorage } from './flow/tab-storage.ts'
export { firstOf, withoutToken } from './flow/take-token.ts'
export { type PageState, pageStateFrom } from './navigation.ts'
export { Button } from './parts/button.tsx'
export { addressToSend, EmailField, malformedEmail } from './parts/email-field.tsx'
export type { FieldError } from './parts/field.tsx'
export { FocusedAlert } from './parts/focused-alert.tsx'
export { Form, textIn } from './parts/form.tsx'
export { LinkWithLogin } from './parts/link-with-login.tsx'
export { Page } from './parts/page.tsx'
export { PageLink } from './parts/page-link.tsx'
export { PasswordField } from './parts/password-field.tsx'
export { SignInLink } from './parts/sign-in-link.tsx'
export { Progress, Submit } from './parts/submit.tsx'
export { Trouble } from './parts/trouble.tsx'
export { useHeadingFocus } from './parts/use-heading-focus.ts'
export { Provider } from './provider.tsx'
export { type Refusal, refusalOf } from './refusal.ts'
export { reasonTexts } from './refusal-texts.ts'
export { forgetServerTime } from './server-clock.ts'
export type { FrameProps, Slots } from './slots.ts'
export { loadAddressCheck } from './use-address-check.ts'
export { useIsShell } from './use-is-shell.ts'
export { useWording } from './wording.ts'
