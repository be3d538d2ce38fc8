import { english } from '../../texts.ts'

export const pages = english({
  'language.label': 'Language',
  'language.missing':
    'The texts in {language} did not load. Check your connection, then choose it again.',
  'page.start': 'Start',
  'page.steps': 'Step {step} of {total}',
  'page.newTab': '(in a new tab)',
  'page.loading': 'One moment…',

  'email.label': 'Email address',
  'email.missing': 'Enter your email address.',
  'email.malformed': 'Enter one email address, like name@example.com.',
  'email.tidied': 'We removed what was around the address. Check it, then continue.',
  'email.hidden':
    'The address contains an invisible character ({character}). Delete the address and type it by hand.',
  'email.space': 'The address contains a space. Remove it.',
  'email.localNotAscii': 'Before the @, only English letters, digits and signs are supported.',
  'email.localUnsupported':
    'What is before the @ is not supported. Check it for dots, quotes and brackets.',
  'email.domainWithoutDot': 'What follows the @ needs a dot, as in example.com.',
  'email.domainInvalid': 'What follows the @ is not a domain name like example.com.',
  'email.tooLong': 'This address is too long.',
  'email.suggestion': 'Did you mean {address}?',
  'email.useSuggestion': 'Use {address}',

  'password.label': 'Password',
  'password.missing': 'Enter your password.',
  'password.show': 'Show password',
  'password.hide': 'Hide password',
  'password.showShort': 'Show',
  'password.hideShort': 'Hide',
  'password.capsLock': 'Caps Lock is on.',
  'password.edgeSpace': 'It begins or ends with a space, which is part of it.',

  'signIn.title': 'Sign in',
  'signIn.submit': 'Sign in',
  'signIn.busy': 'Signing in…',
  'signIn.failed': 'That email address and password do not match an account.',
  'signIn.failedAdvice': 'Check both and try again, or {link}.',
  'signIn.failedLink': 'choose a new password',
  'signIn.noCookies':
    'Your address and password are right, but your browser keeps no cookies for this site, so you are not signed in. Allow cookies for this site, then sign in again.',
  'signIn.forgot': 'Forgot password?',
  'signIn.to': 'Sign in to {product}',
  'signIn.changedTitle': 'Your password was changed',
  'signIn.changedNext':
    'Sign in with your new password. An email about the change is on its way to you.',
  'signIn.changed':
    'Your password was changed. Every other device was signed out, and we’ve emailed you a confirmation.',

  'home.title': 'Your account',
  'home.signedIn': 'You are signed in',
  'home.signedOut': 'You are signed out',
  'home.signedOutText': 'Sign in to go on, or choose a new password if you have lost the old one.',
  'home.account': 'Account',
  'home.since': 'Since',
  'home.signOut': 'Sign out',
  'home.signOutBusy': 'Signing out…',

  'forgot.title': 'Forgot your password?',
  'forgot.intro': 'Enter the address you sign in with. We will email you a link and a code.',
  'forgot.form': 'Request the email',
  'forgot.submit': 'Send reset link',
  'forgot.busy': 'Sending…',
  'forgot.back': 'Back to sign in',

  'support.lostMailbox': 'Lost access to this mailbox?',
  'support.contact': 'Write to {contact}.',
  'support.visit': 'Get help at {contact}.',

  'verify.title': 'Check your email',
  'verify.sent': 'If an account exists for {address}, we have sent a link and a code to it.',
  'verify.resent':
    'If an account exists for {address}, we have sent another email with a link and a code to it. Earlier ones keep working until they expire.',
  'verify.words': 'In its subject: {words}',
  'verify.demo': 'This is a demo: emails arrive here.',
  'verify.openMailbox': 'Open the mailbox',
  'verify.openWebmail': 'Open {provider}',
  'verify.noEmail': 'No email?',
  'verify.sender': 'It comes from {address}. Check your spam folder, too.',
  'verify.until': 'The code works until {time}. The link works longer, and on any device.',
  'verify.tellNobody': 'Do not share the code with anyone. We never ask for it by phone or email.',
  'verify.expiresSoon': 'The code works for another {duration}. After that, request another email.',
  'verify.expired': 'The code may have expired by now. Request another email to get a new one.',
  'verify.closed':
    'Too many wrong codes were entered, so this request accepts no more codes. The link in the email still works. You can also start over with a new email.',
  'verify.resend': 'Send again',
  'verify.resendForm': 'Send the email again',
  'verify.resendBusy': 'Sending…',
  'verify.resendWait': 'You can request another email in {duration}.',
  'verify.resendReady': 'You can request another email now.',
  'verify.startOver': 'Start over',
  'verify.usedTitle': 'You have used this code already',
  'verify.usedGoOn': 'It was right, and you can go on. There is no need to enter it again.',
  'verify.usedText':
    'It was right, but it works only once. Open the link in the same email, or request a new email.',
  'verify.anyTitle': 'Enter the code from your email',
  'verify.anyText':
    'No code was requested in this tab, but a code from any of our emails works here, together with the address it was sent to.',
  'verify.otherAddress': 'Use a different address',
  'verify.finishedElsewhere': 'Finished on another device? Sign in',
  'verify.nothingRequest': 'Request a code',

  'code.form': 'Enter the code',
  'code.label': 'Code from the email',
  'code.hint': 'Six digits. Pasting the whole line is fine.',
  'code.submit': 'Continue',
  'code.busy': 'Checking…',
  'code.missing': 'Enter the code from the email.',
  'code.notDigits': 'The code contains only digits. Copy it from the email.',
  'code.tooShort': 'The code has six digits. Some are missing.',
  'code.tooLong': 'The code has six digits. You entered too many.',
  'code.wrong': 'That is not the code we sent.',
  'code.wrongOrExpired': 'That code is wrong or has expired.',
  'code.noMatch':
    'That code and this address do not belong together, or the code has expired or was used already.',
  'code.triesLeft': '{count, plural, one {One try left.} other {# tries left.}}',

  'reset.title': 'Choose a new password',
  'reset.checking': 'Checking your link…',
  'reset.account': 'Account',
  'reset.password': 'New password',
  'reset.passwordMissing': 'Enter a new password.',
  'reset.again': 'Confirm new password',
  'reset.differ': 'The passwords do not match. Type the new password again.',
  'reset.show': 'Show new password',
  'reset.hide': 'Hide new password',
  'reset.advice': 'A few words that have nothing to do with each other are easy to keep in mind.',
  'reset.length': 'At least {count, plural, one {one character} other {# characters}}',
  'reset.lengthMet':
    'At least {count, plural, one {one character} other {# characters}}: long enough',
  'reset.lengthMissing':
    'At least {least, plural, one {one character} other {# characters}}: {count, plural, one {one more needed} other {# more needed}}',
  'reset.uncommon': 'Not one that many people use, not your address, not the name of this site',
  'reset.ruleMet': '(met)',
  'reset.ruleRefused': '(not met)',
  'reset.submit': 'Save new password',
  'reset.busy': 'Saving…',
  'reset.done': 'Your password was changed.',
  'reset.changedTitle': 'Your password is changed already',
  'reset.changedText': 'The link or code has done its work. Sign in with the new password.',
  'reset.expiresSoon': 'You have another {duration} for this.',
  'reset.expiresSoonAdvice':
    'If you need more time, request a new code. What you typed stays here.',
  'reset.expired': 'Your time ran out',
  'reset.ticketOver':
    'Your code was right, but the time to choose a password is over, or the password was changed meanwhile. Nothing was changed just now. Request a new email.',
  'reset.expiredText':
    'Too much time has passed, or the password was changed elsewhere. If that was you, sign in. If not, request a new code and go on: what you typed is still here.',
  'reset.renew': 'Send a new code',
  'reset.renewBusy': 'Sending…',
  'reset.renewSent':
    'A new email is on its way to {address}. Enter its code here; what you typed stays.',
  'reset.renewed': 'Thank you, the code is right. Now save your new password.',
  'reset.deadTitle': 'This link no longer works',
  'reset.deadText':
    'It has expired or was used already, or a newer password took its place. Nothing was changed just now.',
  'reset.nothingTitle': 'Open the link once more',
  'reset.noLinkText':
    'This page forgets the link when it is reloaded, and another browser never had it. Open the link in the email again, it still works, or enter the code from the same email.',
  'reset.newLink': 'Send a new link',
  'reset.cutTitle': 'This link is not complete',
  'reset.cutText':
    'It was cut off or changed on its way to this page. Copy the whole link from the email, or enter the code from the same email.',
  'reset.enterCode': 'Enter the code instead',

  'reason.tooShort': 'Use at least {count, plural, one {one character} other {# characters}}.',
  'reason.tooShortUnknown': 'Use more characters.',
  'reason.tooLong': 'Use at most {count, plural, one {one character} other {# characters}}.',
  'reason.countsMore': 'Letters with accents, other scripts and emoji count more than once.',
  'reason.tooLongUnknown': 'Use fewer characters.',
  'reason.illFormed': 'It contains a character that cannot be used. Type it again.',
  'reason.common': 'Too many people use this one, so it is easy to guess.',
  'reason.context': 'It is too close to your address or to the name of this site.',
  'reason.breached':
    'It is known from a data breach elsewhere, so it is among the first that are tried.',
  'strength.refused': 'Will be refused',
  'strength.weak': 'Weak: longer is safer',
  'strength.good': 'Hard to guess',

  'notMe.title': 'Wasn’t you?',
  'notMe.text': 'The password of {login} was changed.',
  'notMe.what':
    'If you did not do that, secure your account now: every device is signed out, every open link and code stops working, and the people who run this service are told.',
  'notMe.sure': 'I did not change this password',
  'notMe.sureMissing': 'Tick this box first if it was not you.',
  'notMe.nothingYet': 'Nothing has happened yet. If it was you, just close this page.',
  'notMe.submit': 'It wasn’t me: secure my account',
  'notMe.busy': 'Securing…',
  'notMe.doneTitle': 'Your account is secured',
  'notMe.doneText':
    'Every device was signed out, every open link and code was cancelled, and the people who run this service have been told. Now choose a new password: the current one was set by someone else.',
  'notMe.choose': 'Choose a new password',
  'notMe.deadTitle': 'This link no longer works',
  'notMe.deadText':
    'It has expired or was used already. If somebody else may know your password, choose a new one now.',
  'notMe.cutText':
    'It was cut off or changed on its way to this page. Copy the whole link from the email and open it again.',
  'notMe.nothingTitle': 'Open the link once more',
  'notMe.noLinkText':
    'This page forgets the link when it is reloaded, and another browser never had it. Open the link in the email again; it still works.',

  'notFound.title': 'There is no such page',
  'notFound.text': 'The address may be mistyped or out of date.',
  'notFound.start': 'Go to the start',

  'broken.title': 'This page stopped working',
  'broken.showAgain': 'Show the page again',
  'broken.unknown':
    'That is our fault. We cannot tell whether your last step still went through. Show the page again and go on from there.',
  'broken.reload': 'Load the page again',
  'offline.title': 'You are offline',
  'offline.text': 'This page goes on by itself as soon as you are back. Nothing is lost.',
  'offline.held': 'You are offline. This will be sent as soon as you are back.',
  'offline.retry': 'Try again now',

  'trouble.slow': 'Still working. This takes longer than usual.',
  'trouble.retry': 'Try again',
  'trouble.failed':
    'That did not work, and your connection is probably not the cause. Try again in a minute; what you typed is still here.',
  'trouble.wait': 'You can try again in {duration}.',
  'trouble.waitOver': 'You can try again now.',
  'trouble.reference': 'If you ask for help, quote this: {reference}',
  'trouble.copy': 'Copy',
  'trouble.copied': 'Copied',
  'trouble.gone': 'This no longer works. It may have expired or been used already.',
  'trouble.tooManyAttempts': 'The code was tried too often and is closed now.',
  'trouble.passwordRejected': 'Choose another password.',
  'trouble.badInput': 'Something in this form is wrong. Check it and try again.',
  'trouble.rateLimited':
    'Too many tries in a short time from your network. Others who share it count too.',
  'trouble.unavailable':
    'We cannot do this right now. Nothing was changed, and what you typed is still here.',
  'trouble.unreachable':
    'We could not reach the server. Check your connection; what you typed is still here.',
})
