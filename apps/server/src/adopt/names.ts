/*
 * What applications call their tables and columns. Names are compared without underscores and in lower case: `isActive`,
 * `is_active` and `IsActive` are one. They propose; what the columns contain decides.
 */

export function plainly(name: string): string {
  return name.toLowerCase().replaceAll(/[_\-\s]/g, '')
}

/** A table of people who sign in. */
export const peopleNames =
  /^(?:(?:auth|app|core|web|site|my|tbl|t|jhi|up|directus|crm)?(?:users?|accounts?|members?|persons?|people|customers?|clients?|logins?|subscribers?|patients?|students?|employees?|players?|usuarios?|benutzer|utilisateurs?|kunden?))$/

/** Tables that look like people, and usually are copies or somebody else. */
export const otherPeople =
  /(?:admin|staff|backup|bak|copy|old|legacy|archive|history|audit|tmp|temp|import|deleted|test)/

/** The address that people sign in with and email goes to, the best name first. */
export const addressNames: readonly RegExp[] = [
  /^email$/,
  /^(?:emailaddress|emailaddr|mail|mailaddress|correo|courriel)$/,
  /^(?:user|login|primary|account|member|customer|person|contact)(?:e?mail|emailaddress)$/,
]
/** Columns that speak of an address and are another one, or none. */
export const otherAddresses =
  /(?:verif|confirm|token|hash|code|notif|new|pending|unconfirmed|unverified|change|backup|recovery|alternat|second|old|prev|normal|canonical|count|sent|opt|enabled|subscri|prefer|domain|template)/
/** Columns of sign-in names, which may be addresses. */
export const signInNames =
  /^(?:login|username|userid|loginname|signinname|handle|nickname|nick|identifier|entityid|uid)$/
/** Of these, what is shown to people as the name that they sign in with. */
export const loginNames = /^(?:username|login|loginname|signinname|userlogin|handle)$/
/** The address in upper case, for comparisons. */
export const normalizedAddress = /^normalizedemail$/

export const passwordNames =
  /^(?:user|member|account|login|web|app|hashed|encrypted|crypted)?(?:password|passwd|passphrase|passwort|pass|pw|pwd|senha|clave|contrasena|motdepasse|kennwort|wachtwoord|parola|haslo)(?:hash|hashed|digest|crypt|encrypted|enc|bcrypt|value)?$/
/** Names that are one of a password only beside a salt, or in a table of passwords. */
export const hashNames = /^(?:hash|passhash|digest|secret|value)$/
export const saltNames = /^(?:password|passwd|pass|pw|pwd|hash)?salt$/
export const algorithmNames =
  /^(?:password|passwd|hash|pw)?(?:algorithm|algo|hashalgo|hashalgorithm|hasher|method|scheme)$/

type Aliveness = 'null' | 'true' | 'not true' | 'not in the future'
/** Columns that say whether somebody may sign in at all. */
export const aliveNames: readonly { names: RegExp; is: Aliveness }[] = [
  {
    names:
      /^(?:deleted|disabled|deactivated|suspended|blocked|banned|archived|discarded|removed|anonymi[sz]ed|closed)(?:at|on|date|time)$/,
    is: 'null',
  },
  { names: /^(?:is)?(?:active|activated|enabled)$/, is: 'true' },
  {
    names:
      /^(?:is|isaccount|account)?(?:disabled|banned|blocked|suspended|deleted|archived|deactivated|removed|inactive)$/,
    is: 'not true',
  },
  { names: /^(?:banned|suspended|blocked|disabled)(?:until|till)$/, is: 'not in the future' },
]

/** The address was proved to be theirs. */
export const verifiedNames =
  /^(?:is)?(?:email(?:address)?)?(?:verified|confirmed|validated)(?:email)?(?:at|on|date)?$/
export const localeNames =
  /^(?:preferred|user)?(?:locale|lang|language|langkey|localeid|languagecode)$/
export const statusNames = /^(?:user|account)?(?:status|state)(?:id)?$/

/** When a row was last changed. */
export const changeTimes =
  /^(?:updated|modified|changed|lastmodified|lastupdated|lastupdate)(?:at|on|date|time|timestamp)?$|^(?:writedate|dateupdated|datemodified|updatedate|updatetime|modificationdate|updateat|mtime)$/
/** When the password was last changed. */
export const passwordTimes =
  /^(?:lastpassword(?:update|change|changed|changedate|changedat|reset)|password(?:changed|updated|set|modified|lastchanged|lastset|lastreset)(?:at|on|date|time)?|passwd(?:changed|updated)(?:at|on|date)?)$/
/** The application's own reset, which must not stay open. */
export const resetNames =
  /^(?:passwordreset|resetpassword|reset|pwreset|forgot(?:ten)?password|passwordrecovery|recovery)(?:token|key|code|hash|digest|link|sent|sentat|senton|expir\w*|date|at|until|tokenexpir\w*|tokensentat|tokencreatedat|requestedat|requested)$/
/** Guesses that were counted: the mailbox was proved. */
export const attemptNames =
  /^(?:failed|wrong|invalid|bad)?(?:login|signin|password|access)?(?:attempts|attemptcount|failures|failedcount|failedattempts|failurecount)$|^(?:failed(?:login|signin)s?(?:count)?|accessfailedcount|loginfailures)$/
export const lockNames =
  /^(?:lockeduntil|lockuntil|lockedtill|lockoutend|lockoutuntil|lockoutexpires(?:at)?|lockedat|unlocktoken|unlockat)$/
/** A remember-me token in the row of the user: a copy of it stays signed in. */
export const rememberNames =
  /^(?:remember(?:me)?(?:token|key|hash)|authkey|autologinkey|cookietoken)$/
/** Numbers that sessions contain, and that a change raises. */
export const epochNames =
  /^(?:token|session|sessions|auth|jwt|credential|credentials|password|refreshtoken)(?:version|epoch|generation|counter)$/
/** Texts that sessions contain, and that a change replaces. */
export const stampNames =
  /^(?:securitystamp|concurrencystamp|sessionsalt|tokensalt|sessionstamp|jti)$/
/** Optimistic locking: a save of the row as it was fails. */
export const rowVersionNames = /^(?:lockversion|rowversion|optlock|version)$/
/** People who were told to choose another password do so. */
export const mustChangeNames =
  /^(?:mustchangepassword|mustresetpassword|forcepassword(?:change|reset)|requirepassword(?:change|reset)|needs?password(?:change|reset)|password(?:changerequired|resetrequired|expired))$/

/** Tables that let people stay signed in, or in at all. */
export const sessionTables =
  /(?:session|token|refresh|remember|persistentlogin|passwordreset|resetpassword|forgotpassword|onetime|oauth\w*(?:grant|code)|accessgrant|authcode|authgrant)/
/** Of these, the ones that are a record, a second factor, or a link to another provider. They stay. */
export const notSessions =
  /(?:history|log$|logs$|audit|event|attempt|totp|otp|mfa|twofactor|2fa|webauthn|passkey|authenticator|backupcode|recoverycode|device|fcm|apns|push|oauthaccount|oauthapplication|oauthclient|oauthconsent|identit|invit|csrf|blacklist|denylist|outstanding)/
/** Machines sign in with these; a person is asked. */
export const machineKeys = /(?:api|service|integration|webhook|deploy)(?:keys?|tokens?)/
/** Columns that sessions have and other tables called `sessions` do not. */
export const sessionColumns =
  /^(?:.*token.*|.*hash|secret|jti|expir\w*|validuntil|notafter|ip|ipaddress|ipaddr|remoteaddr|useragent|lastactivity|lastactive\w*|lastused\w*|lastseen\w*|payload|sess|sessionid|sessionkey|revoked\w*|fingerprint|selector|validator|series)$/
