/*
 * What applications call their tables and columns. Names are compared without underscores and in lower case: `isActive`,
 * `is_active` and `IsActive` are one. They propose; what the columns contain decides.
 */

export function plainly(name: string): string {
  return name.toLowerCase().replaceAll(/[_\-\s]/g, '')
}

/** The same with `_` between words, for words that are parts of others: `old` of `golden`. */
export function inWords(name: string): string {
  return name
    .replaceAll(/([a-z0-9])(?=[A-Z])/g, '$1_')
    .replaceAll(/[^\p{L}\p{N}]+/gu, '_')
    .toLowerCase()
}

/** A table of people who sign in. */
export const peopleNames =
  /^(?:(?:auth|app|core|web|site|my|tbl|t|jhi|up|directus|crm)?(?:users?|accounts?|members?|persons?|people|customers?|clients?|logins?|subscribers?|patients?|students?|employees?|players?|usuarios?|benutzer|utilisateurs?|kunden?))$/

/** Tables that are copies of others, or what they contained before. For names with `_` between words. */
export const copies =
  /backup|bkp|histor|archiv|staging|sandbox|snapshot|replica|legacy|\d{6}|(?:^|_)(?:bak|old|copy|copies|clone|dump|logs?|tmp|temp|test|prev|previous|import|imported|deleted|audit|versions)(?=_|\d|$)/

/** The address that people sign in with and email goes to, the best name first. */
export const addressNames: readonly RegExp[] = [
  /^email$/,
  /^(?:emailaddress|emailaddr|mail|mailaddress|correo|courriel)$/,
  /^(?:user|login|primary|account|member|customer|person)(?:e?mail|emailaddress)$/,
]
/** Columns that speak of an address and are another one, or none. */
export const otherAddresses =
  /(?:verif|confirm|token|hash|code|notif|new|pending|unconfirmed|unverified|change|backup|recovery|alternat|second|old|prev|normal|canonical|count|sent|opt|enabled|subscri|prefer|domain|template)/
/** Columns of sign-in names, which may be addresses. */
export const signInNames =
  /^(?:login|username|userid|userlogin|loginname|loginid|signinname|handle|nickname|nick|identifier|entityid|uid|principal(?:name)?)$/
/** Of these, what is shown to people as the name that they sign in with. */
export const loginNames = /^(?:username|login|loginname|signinname|userlogin|handle)$/
/** The address in upper case, for comparisons. */
export const normalizedAddress = /^normalizedemail$/

export const passwordNames =
  /^(?:user|member|account|login|web|app|hashed|encrypted|crypted)?(?:password|passwd|passphrase|passwort|pass|pw|pwd|senha|clave|contrasena|motdepasse|kennwort|wachtwoord|parola|haslo)(?:hash|hashed|digest|crypt|encrypted|enc|bcrypt|value)?$/
/** Names that are one of a password only beside a salt, or in a table of passwords. */
export const hashNames = /^(?:hash|passhash|digest|secret|value)$/
/** Of several rows of one user, which kind one is. */
export const kindNames = /(?:provider|type|kind|strategy|method|realm)(?:id|name)?$/
export const saltNames = /^(?:password|passwd|pass|pw|pwd|hash)?salt$/
export const algorithmNames =
  /^(?:password|passwd|hash|pw)?(?:algorithm|algo|hashalgo|hashalgorithm|hasher|method|scheme)$/

export type Aliveness = 'null' | 'true' | 'not true' | 'not in the future'
/** Columns that say whether somebody may sign in at all. */
export const aliveNames: readonly { names: RegExp; is: Aliveness }[] = [
  {
    names:
      /^(?:deleted|disabled|deactivated|suspended|blocked|banned|archived|discarded|removed|anonymi[sz]ed|closed)(?:at|on|date|time)$/,
    is: 'null',
  },
  {
    names:
      /^(?:is|user|account|isaccount)?(?:active|activated|enabled|approved|nonlocked|nonexpired)$/,
    is: 'true',
  },
  {
    names:
      /^(?:is|user|account|isaccount)?(?:disabled|banned|blocked|suspended|deleted|archived|deactivated|removed|inactive|locked)$/,
    is: 'not true',
  },
  { names: /^(?:banned|suspended|blocked|disabled)(?:until|till)$/, is: 'not in the future' },
]

/** The address was proved to be theirs. */
export const verifiedNames =
  /^(?:is)?(?:e?mail(?:address)?)?(?:verified|confirmed|validated)(?:email)?(?:at|on|date)?$/
export const localeNames =
  /^(?:preferred|user)?(?:locale|lang|language|langkey|localeid|languagecode)$/
export const statusNames = /^(?:user|account)?(?:status|state)(?:id)?$/

/** When a row was last changed. */
export const changeTimes =
  /^(?:updated|modified|changed|lastmodified|lastupdated|lastupdate)(?:at|on|date|time|timestamp)?$|^(?:writedate|dateupdated|datemodified|updatedate|updatetime|modificationdate|updateat|mtime)$/
/** When the password was last changed. */
export const passwordTimes =
  /^(?:lastpassword(?:update|change|changed|changedate|changedat|reset)|(?:password|passwd|pass|pwd?)(?:changed|updated|set|modified|lastchanged|lastset|lastreset)(?:at|on|date|time)?)$/
/** The application's own reset, which must not stay open. */
export const resetNames =
  /^(?:passwordreset|resetpassword|reset|pwreset|forgot(?:ten)?password|passwordrecovery|recovery)(?:token|key|code|hash|digest|link|sent|sentat|senton|expir\w*|date|at|until|tokenexpir\w*|tokensentat|tokencreatedat|requestedat|requested)$/
/** Guesses that were counted: the mailbox was proved. */
export const attemptNames =
  /^(?:failed|wrong|invalid|bad)?(?:login|signin|password|access)?(?:attempts|attemptcount|failures|failedcount|failedattempts|failurecount)$|^(?:failed(?:login|signin)s?(?:count)?|accessfailedcount|loginfailures)$/
export const lockNames =
  /^(?:lockeduntil|lockuntil|lockedtill|lockoutend|lockoutuntil|lockoutexpires(?:at)?|lockedat|unlocktoken|unlockat)$/
/** A remember-me token in the row of the user: with a copy of it, somebody stays signed in. */
export const rememberNames =
  /^(?:remember(?:me)?(?:token|key|hash)|authkey|autologinkey|cookietoken)$/
/** A token in the row of the user that opens a session: without it, people sign in anew. */
export const refreshNames =
  /^(?:current)?(?:hashed)?(?:refreshtoken|sessiontoken|rt)(?:hash|hashed|expir\w*)?$/
/** Columns of the users that may let somebody in, and may be something else: their names do not say it. */
export const doubtfulTokens = /token|ticket|apikey|sessionid|secretkey/
export const otherTokens =
  /verif|confirm|activat|valid|unsubscri|push|fcm|apns|device|invit|referral|csrf|xsrf|pubsub|websocket|stripe|google|facebook|github|twitter|apple|oauth|otp|totp|mfa|twofactor|2fa|factor|count|limit|used|version|stamp|salt|reauth|email|phone|sent/
/** Numbers that sessions contain, and that a change raises. */
export const epochNames =
  /^(?:token|session|sessions|auth|jwt|credential|credentials|password|refreshtoken)(?:version|epoch|generation|counter)$/
/** Texts that sessions contain, and that a change replaces. */
export const stampNames =
  /^(?:securitystamp|concurrencystamp|sessionsalt|tokensalt|sessionstamp|jti)$/
/** Optimistic locking: code that saves the row as it was is told. */
export const rowVersionNames = /^(?:lockversion|rowversion|optlock|version)$/
/** People who were told to choose another password do so. */
export const mustChangeNames =
  /^(?:mustchangepassword|mustresetpassword|forcepassword(?:change|reset)|requirepassword(?:change|reset)|needs?password(?:change|reset)|password(?:changerequired|resetrequired|expired))$/

/** Tables that may let people stay signed in, or in at all. */
export const sessionTables =
  /(?:session|token|refresh|remember|persistentlogin|passwordreset|resetpassword|forgotpassword|onetime|magiclink|loginlink|oauth\w*(?:grant|code)|accessgrant|authcode|authgrant|authorizationcode)/
/** Of these, the links of the application's own reset. */
export const resetTables = /passwordreset|resetpassword|forgotpassword/
/** Of these, the ones that are a record, a second factor, a confirmation or a link to another provider. They stay. */
export const notSessions =
  /(?:histor|log$|logs$|audit|event|attempt|totp|otp|mfa|twofactor|2fa|webauthn|passkey|authenticator|backupcode|recoverycode|device|fcm|apns|push|oauthaccount|oauthapplication|oauthclient|oauthconsent|identit|invit|csrf|verif|confirm|unsubscri|newsletter|feedback)/
/**
 * Whether a name says by itself that rows let people in: every part of it is known, or is one of the name of the users'
 * table. With another part, as in `training_sessions` or `payment_tokens`, the table may be something else.
 */
export function isSurelySessions(plain: string, ofUsers: readonly string[]): boolean {
  return new RegExp(
    `^(?:${[...signInWords, ...ofUsers.map((word) => `${word}s?`)].join('|')})+$`,
  ).test(plain)
}
const signInWords = [
  // Whose they are, and where they are kept.
  'users?|accounts?|members?|people|persons?|customers?|clients?|auth|authn|web|app|tbl|sys|core|site|http|spring|my',
  // What they are for.
  'logins?|signins?|access|refresh|bearer|jwt|active|personal|persistent|remember|me|onetime|oauth2?|oauth2provider|knox|authtoken|authorization|grants?|codes?',
  'passwords?|resets?|forgot|forgotten|recovery|requests?',
  'sessions?|sessionactivations?|sessionkeys?|tokens?|magiclinks?|loginlinks?|stores?|data',
]
/** Machines sign in with these; a person is asked. */
export const machineKeys = /(?:api|service|integration|webhook|deploy)(?:keys?|tokens?)/
/** Records of tokens that are valid without them. */
export const tokenRecords = /blacklist|denylist|blocklist|outstanding|revocation/
/** Columns that sessions have and other tables called `sessions` do not. */
export const sessionColumns =
  /^(?:.*token.*|.*hash|.*secret|jti|.*expir.*|validuntil|notafter|ip|ipaddress|ipaddr|remoteaddr|useragent|payload|sess|sid|sessionid|sessionkey|revoked\w*|fingerprint|selector|validator|series|digest|key)$/
/** Columns that other tables of such a name have. */
export const contentColumns =
  /^(?:title|subject|topic|abstract|summary|body|content|notes?|message|amount|balance|price|total|quantity|currency|score|stars|rating|points|duration|starts?(?:at|on|time|date)?|ends?(?:at|on|time|date)?|schedul\w*|provider\w*|oauthname|stripe\w*|course\w*|lesson\w*|trainer\w*|room\w*)$/
/** Tables to which a session may refer besides its user. */
export const besideSessions =
  /session|token|refresh|user|account|tenant|organi[sz]ation|team|workspace|company|client|share|application|device|role|realm|site/
/** When a row was marked as no longer valid. */
export const revokedNames = /^(?:is)?(?:revoked|invalidated|terminated)(?:at|on|date|time)?$/
