import { translation } from '../../texts.ts'
import type { emails as english } from '../en/emails.ts'

export const emails = translation<typeof english>('de', {
  'requested.at': 'Angefordert am {moment}.',
  'requested.atWith': 'Angefordert am {moment}, mit {device}.',
  'device.browserOnSystem': '{browser} unter {system}',
  'moment.dayAndTime': '{day}, {time}',
  'until.time': 'bis {time}',
  'until.day': 'bis {day}, {time}',
  'notYou.question': 'Waren Sie das nicht?',
  'notYou.answer': 'Dann ist nichts zu tun: Es wurde nichts geändert.',
  'support.contact': 'Brauchen Sie Hilfe? Schreiben Sie an {contact}.',
  'support.page': 'Brauchen Sie Hilfe? Sie finden sie unter {contact}.',
  'text.colon': ':',
  'words.same': 'Die Seite Ihrer Anfrage zeigt dieselben zwei Wörter: {words}',

  'recovery.subject': '{service}: Passwort zurücksetzen – {words}',
  'recovery.subjectWithCode': '{code} ist Ihr Code für {service} – {words}',
  'recovery.preheader': 'Wählen Sie ein neues Passwort, mit dem Link oder mit dem Code.',
  'recovery.preheaderWithCode':
    'Ihr Code ist {code}. Oder wählen Sie mit dem Link ein neues Passwort.',
  'recovery.preheaderLink': 'Wählen Sie mit dem Link ein neues Passwort.',
  'recovery.title': 'Passwort zurücksetzen',
  'recovery.intro':
    'Für Ihr Konto {login} bei {service} wurde angefordert, das Passwort zurückzusetzen. Wenn Sie das waren, verwenden Sie den Link oder den Code: Eines von beiden genügt.',
  'recovery.introLink':
    'Für Ihr Konto {login} bei {service} wurde angefordert, das Passwort zurückzusetzen. Wenn Sie das waren, verwenden Sie den Link.',
  'recovery.button': 'Neues Passwort wählen',
  'recovery.linkNote': 'Öffnet {host}. Der Link gilt {duration}, {until}.',
  'recovery.codeLabel': 'Ihr Code',
  'recovery.codeNote':
    'Oder geben Sie diesen Code auf der Seite ein, auf der Sie ihn angefordert haben. Er gilt {duration}, {until}.',
  'recovery.neverAsk':
    'Wir fragen Sie nie nach diesem Code, weder am Telefon noch im Chat noch per E-Mail. Geben Sie ihn nur auf {host} ein.',
  'recovery.codesClosed':
    'Diese E-Mail enthält keinen Code: Für Ihre Adresse wurden zu viele falsche Codes eingegeben, deshalb nehmen wir vorerst keine an. Der Link gilt trotzdem.',

  'changed.subject': '{service}: Ihr Passwort wurde geändert',
  'changed.preheader': 'Geändert am {moment}. Alle Geräte wurden abgemeldet.',
  'changed.title': 'Ihr Passwort wurde geändert',
  'changed.intro':
    'Das Passwort von {login} bei {service} wurde am {moment} geändert. Alle Geräte wurden abgemeldet.',
  'changed.with': 'Verwendet wurde {device}.',
  'changed.wasYou': 'Wenn Sie das waren, ist nichts zu tun.',
  'changed.notYou':
    'Wenn es jemand anderes war, sagen Sie es uns: Wir melden dann noch einmal alle Geräte ab und machen alle offenen Links und Codes ungültig.',
  'changed.button': 'Das war ich nicht',
  'changed.buttonNote': 'Öffnet {host}, wo Sie es bestätigen. Der Link gilt bis {time}.',

  'noPassword.subject': '{service}: so melden Sie sich an – {words}',
  'noPassword.preheader': 'Dieses Konto hat kein Passwort, das sich zurücksetzen ließe.',
  'noPassword.title': 'Sie melden sich ohne Passwort an',
  'noPassword.intro':
    'Für Ihr Konto {login} bei {service} wurde angefordert, das Passwort zurückzusetzen. Dieses Konto hat kein Passwort, also gibt es keines zurückzusetzen.',
  'noPassword.how':
    'Wenn Sie das waren, melden Sie sich an wie sonst auch, zum Beispiel mit der Schaltfläche eines anderen Dienstes oder über Ihre Organisation.',
  'noPassword.button': 'Zur Anmeldung',

  'noAccount.subject': '{service}: kein Konto mit dieser Adresse – {words}',
  'noAccount.preheader': 'Vielleicht haben Sie sich mit einer anderen Adresse registriert.',
  'noAccount.title': 'Kein Konto mit dieser Adresse',
  'noAccount.intro':
    'Für {address} wurde bei {service} angefordert, das Passwort zurückzusetzen. Zu dieser Adresse gibt es kein Konto.',
  'noAccount.how':
    'Wenn Sie das waren, haben Sie sich vielleicht mit einer anderen Adresse registriert. Versuchen Sie es mit der anderen.',
  'noAccount.button': 'Andere Adresse versuchen',

  'linkIssued.subject': '{service}: Für Ihr Konto wurde von Hand ein Link erstellt',
  'linkIssued.preheader':
    'Erstellt am {moment}. Wenn Sie nicht darum gebeten haben, wählen Sie ein neues Passwort.',
  'linkIssued.title': 'Für Ihr Konto wurde von Hand ein Link erstellt',
  'linkIssued.intro':
    'Der Betreiber von {service} hat am {moment} einen Link erstellt, mit dem sich ein neues Passwort für Ihr Konto {login} wählen lässt. Er übergibt ihn selbst, zum Beispiel wenn E-Mails nicht ankommen. Diese E-Mail enthält ihn nicht.',
  'linkIssued.once': 'Der Link gilt einmal, bis {until}.',
  'linkIssued.wasYou': 'Wenn Sie darum gebeten haben, ist nichts zu tun.',
  'linkIssued.notYou':
    'Wenn nicht, wählen Sie jetzt ein neues Passwort: Der Link wird damit ungültig. Und geben Sie dem Betreiber von {service} Bescheid.',
  'linkIssued.button': 'Neues Passwort wählen',
  'linkIssued.buttonNote': 'Öffnet {host}, wo Sie Ihre E-Mail-Adresse eingeben.',

  'resetRequired.subject': '{service}: Bitte wählen Sie ein neues Passwort',
  'resetRequired.preheader': 'Ihr Konto braucht ein neues Passwort.',
  'resetRequired.title': 'Bitte wählen Sie ein neues Passwort',
  'resetRequired.intro':
    'Der Betreiber von {service} bittet alle Betroffenen, ein neues Passwort zu wählen. Das gilt auch für Ihr Konto {login}.',
  'resetRequired.reason': 'Der Grund, in seinen Worten: „{reason}“',
  'resetRequired.locked':
    'Ihr bisheriges Passwort gilt nicht mehr, und alle Geräte wurden abgemeldet.',
  'resetRequired.open': 'Bis dahin gilt Ihr bisheriges Passwort weiter.',
  'resetRequired.how':
    'Öffnen Sie {host} selbst oder mit der Schaltfläche. Geben Sie dort Ihre E-Mail-Adresse ein: Sie erhalten dann eine weitere E-Mail mit einem Link und einem Code.',
  'resetRequired.button': 'Zur Seite',
  'resetRequired.neverAsk':
    'Die Schaltfläche öffnet {host} und sonst nichts. Wir fragen Sie nie nach Ihrem Passwort, weder per E-Mail noch am Telefon noch im Chat.',
  'resetRequired.elsewhere':
    'Wenn Sie dasselbe Passwort auch anderswo verwenden, ändern Sie es dort ebenfalls.',

  'test.subject': 'Test-E-Mail von {service}',
  'test.title': 'Der Versand funktioniert',
  'test.works': 'Wenn Sie dies lesen können, kann {service} E-Mails senden.',
  'test.look': 'Sehen Sie nach, wohin dieser Link wirklich führt, bevor Sie ihm folgen:',
  'test.tracked':
    'Wenn er woandershin führt, schreibt Ihr E-Mail-Dienst Links um und bekäme auch die zu sehen, mit denen Passwörter zurückgesetzt werden. Schalten Sie dort die Klick-Verfolgung aus.',
})
