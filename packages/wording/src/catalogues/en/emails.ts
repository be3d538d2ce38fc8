import { english } from '../../texts.ts'

export const emails = english({
  'requested.at': 'Requested on {moment}.',
  'requested.atWith': 'Requested on {moment}, with {device}.',
  'device.browserOnSystem': '{browser} on {system}',
  'moment.dayAndTime': '{day}, {time}',
  'until.time': 'until {time}',
  'until.day': 'until {day}, {time}',
  'notYou.question': 'Not you?',
  'notYou.answer': 'Ignore this email: nothing has changed.',
  'support.contact': 'Need help? Write to {contact}.',
  'support.page': 'Need help? See {contact}.',
  'text.colon': ':',
  'words.same': 'The page where you made the request shows the same two words: {words}',

  'recovery.subject': '{service}: reset your password — {words}',
  'recovery.subjectWithCode': '{code} is your {service} code — {words}',
  'recovery.preheader': 'Choose a new password, with the link or with the code.',
  'recovery.preheaderWithCode': 'Your code is {code}. Or choose a new password with the link.',
  'recovery.preheaderLink': 'Choose a new password with the link.',
  'recovery.title': 'Reset your password',
  'recovery.intro':
    'Someone asked to reset the password for your {service} account, {login}. If it was you, use the link or the code: either is enough.',
  'recovery.introLink':
    'Someone asked to reset the password for your {service} account, {login}. If it was you, use the link.',
  'recovery.button': 'Choose a new password',
  'recovery.linkNote': 'Opens {host}. The link works for {duration}, {until}.',
  'recovery.codeLabel': 'Your code',
  'recovery.codeNote':
    'Or enter this code on the page where you made the request. It works for {duration}, {until}.',
  'recovery.neverAsk':
    'We will never ask you for this code by phone, chat or email. Enter it only at {host}.',
  'recovery.codesClosed':
    'This email has no code: too many wrong codes were entered for your address, so codes are closed for now. The link works all the same.',

  'changed.subject': '{service}: your password was changed',
  'changed.preheader': 'Changed on {moment}. All devices were signed out.',
  'changed.title': 'Your password was changed',
  'changed.intro':
    'The password for your {service} account, {login}, was changed on {moment}. All devices were signed out.',
  'changed.with': 'It was done with {device}.',
  'changed.wasYou': 'If it was you, there is nothing to do.',
  'changed.notYou':
    'If it was someone else, tell us: we’ll sign out every device again and cancel all open links and codes.',
  'changed.button': 'This wasn’t me',
  'changed.buttonNote': 'Opens {host}, where you confirm it. The link works until {time}.',

  'noPassword.subject': '{service}: how you sign in — {words}',
  'noPassword.preheader': 'This account has no password to reset.',
  'noPassword.title': 'You sign in without a password',
  'noPassword.intro':
    'Someone asked to reset the password for your {service} account, {login}. This account has no password, so there is none to reset.',
  'noPassword.how':
    'If it was you, sign in the way you always do, for example with the button of another service or through your organisation.',
  'noPassword.button': 'Go to the sign-in page',

  'noAccount.subject': '{service}: no account with this address — {words}',
  'noAccount.preheader': 'You may have signed up with another address.',
  'noAccount.title': 'No account with this address',
  'noAccount.intro':
    'Someone asked to reset the {service} password for {address}. There is no account with this address.',
  'noAccount.how': 'If it was you, you may have signed up with another address. Try that one.',
  'noAccount.button': 'Try another address',

  'linkIssued.subject': '{service}: a link to your account was made by hand',
  'linkIssued.preheader': 'Made on {moment}. If you did not ask for it, choose a new password.',
  'linkIssued.title': 'A link to your account was made by hand',
  'linkIssued.intro':
    'On {moment}, the people who run {service} made a link that lets its holder choose a new password for your account, {login}. They hand it over themselves, for example when emails do not arrive. This email does not contain it.',
  'linkIssued.once': 'The link works once, until {until}.',
  'linkIssued.wasYou': 'If you asked for it, there is nothing to do.',
  'linkIssued.notYou':
    'If you did not, choose a new password now: the link then stops working. And tell the people who run {service}.',
  'linkIssued.button': 'Choose a new password',
  'linkIssued.buttonNote': 'Opens {host}, where you enter your email address.',

  'resetRequired.subject': '{service}: please choose a new password',
  'resetRequired.preheader': 'Your account needs a new password.',
  'resetRequired.title': 'Please choose a new password',
  'resetRequired.intro':
    'The people who run {service} ask everyone concerned to choose a new password. That includes your account, {login}.',
  'resetRequired.reason': 'They say why: “{reason}”',
  'resetRequired.locked': 'Your present password no longer works, and all devices were signed out.',
  'resetRequired.open': 'Until you do, your present password still works.',
  'resetRequired.how':
    'Open {host} yourself, or use the button. Enter your email address there: you then get another email, with a link and a code.',
  'resetRequired.button': 'Go to the page',
  'resetRequired.neverAsk':
    'The button opens {host} and nothing else. We will never ask you for your password by email, phone or chat.',
  'resetRequired.elsewhere': 'If you use the same password anywhere else, change it there, too.',

  'test.subject': 'Test email from {service}',
  'test.title': 'Email works',
  'test.works': 'If you can read this, {service} can send email.',
  'test.look': 'Look where this link really leads before you follow it:',
  'test.tracked':
    'If it leads anywhere else, your email service rewrites links and would see those that reset passwords. Turn off its click tracking.',
})
