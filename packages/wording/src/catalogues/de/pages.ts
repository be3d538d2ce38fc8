import { translation } from '../../texts.ts'
import type { pages as english } from '../en/pages.ts'

export const pages = translation<typeof english>('de', {
  'language.label': 'Sprache',
  'language.missing':
    'Die Texte in {language} wurden nicht geladen. Prüfen Sie Ihre Verbindung und wählen Sie die Sprache noch einmal.',
  'page.start': 'Startseite',
  'page.steps': 'Schritt {step} von {total}',
  'page.newTab': '(in einem neuen Tab)',
  'page.loading': 'Einen Moment …',

  'email.label': 'E-Mail-Adresse',
  'email.missing': 'Geben Sie Ihre E-Mail-Adresse ein.',
  'email.malformed': 'Geben Sie eine E-Mail-Adresse ein, zum Beispiel name@example.com.',
  'email.tidied':
    'Wir haben entfernt, was um die Adresse herum stand. Prüfen Sie sie und fahren Sie dann fort.',
  'email.hidden':
    'Die Adresse enthält ein unsichtbares Zeichen ({character}). Löschen Sie sie und tippen Sie sie von Hand ein.',
  'email.space': 'Die Adresse enthält ein Leerzeichen. Entfernen Sie es.',
  'email.localNotAscii':
    'Vor dem @ sind nur die Buchstaben a bis z, Ziffern und Zeichen möglich, keine Umlaute.',
  'email.localUnsupported':
    'Was vor dem @ steht, wird nicht unterstützt. Prüfen Sie Punkte, Anführungszeichen und Klammern.',
  'email.domainWithoutDot': 'Hinter dem @ fehlt ein Punkt, wie in example.com.',
  'email.domainInvalid': 'Hinter dem @ steht kein Domainname wie example.com.',
  'email.tooLong': 'Diese Adresse ist zu lang.',
  'email.suggestion': 'Meinten Sie {address}?',
  'email.useSuggestion': '{address} verwenden',

  'password.label': 'Passwort',
  'password.missing': 'Geben Sie Ihr Passwort ein.',
  'password.show': 'Passwort anzeigen',
  'password.hide': 'Passwort verbergen',
  'password.showShort': 'Anzeigen',
  'password.hideShort': 'Verbergen',
  'password.capsLock': 'Die Feststelltaste ist aktiv.',
  'password.edgeSpace': 'Es beginnt oder endet mit einem Leerzeichen, das dazugehört.',

  'signIn.title': 'Anmelden',
  'signIn.submit': 'Anmelden',
  'signIn.busy': 'Anmeldung läuft …',
  'signIn.failed': 'E-Mail-Adresse oder Passwort stimmt nicht.',
  'signIn.failedAdvice': 'Prüfen Sie beides und versuchen Sie es noch einmal, oder {link}.',
  'signIn.failedLink': 'wählen Sie ein neues Passwort',
  'signIn.noCookies':
    'E-Mail-Adresse und Passwort stimmen, aber Ihr Browser behält für diese Website keine Cookies. Deshalb sind Sie nicht angemeldet. Erlauben Sie Cookies für diese Website und melden Sie sich noch einmal an.',
  'signIn.forgot': 'Passwort vergessen?',
  'signIn.to': 'Bei {product} anmelden',
  'signIn.changedTitle': 'Ihr Passwort wurde geändert',
  'signIn.changedNext':
    'Melden Sie sich mit dem neuen Passwort an. Eine E-Mail über die Änderung ist unterwegs zu Ihnen.',
  'signIn.changed':
    'Ihr Passwort wurde geändert. Alle anderen Geräte wurden abgemeldet, und eine Benachrichtigung darüber ist auf dem Weg in Ihr Postfach.',

  'home.title': 'Ihr Konto',
  'home.signedIn': 'Sie sind angemeldet',
  'home.signedOut': 'Sie sind abgemeldet',
  'home.signedOutText':
    'Melden Sie sich an, oder wählen Sie ein neues Passwort, wenn Sie das alte nicht mehr wissen.',
  'home.account': 'Konto',
  'home.since': 'Seit',
  'home.signOut': 'Abmelden',
  'home.signOutBusy': 'Abmeldung läuft …',

  'forgot.title': 'Passwort vergessen?',
  'forgot.intro':
    'Nennen Sie uns die Adresse, mit der Sie sich anmelden. Wir schicken Ihnen einen Link und einen Code.',
  'forgot.form': 'E-Mail anfordern',
  'forgot.submit': 'Link anfordern',
  'forgot.busy': 'Wird gesendet …',
  'forgot.back': 'Zurück zur Anmeldung',

  'support.lostMailbox': 'Kein Zugang mehr zu diesem Postfach?',
  'support.contact': 'Schreiben Sie an {contact}.',
  'support.visit': 'Hilfe finden Sie unter {contact}.',

  'verify.title': 'Prüfen Sie Ihr Postfach',
  'verify.sent':
    'Wenn es für {address} ein Konto gibt, haben wir einen Link und einen Code dorthin geschickt.',
  'verify.resent':
    'Wenn es für {address} ein Konto gibt, haben wir noch eine E-Mail mit einem Link und einem Code dorthin geschickt. Die früheren gelten weiter, bis sie ablaufen.',
  'verify.words': 'Im Betreff: {words}',
  'verify.demo': 'Dies ist eine Demo: E-Mails kommen hier an.',
  'verify.openMailbox': 'Postfach öffnen',
  'verify.openWebmail': '{provider} öffnen',
  'verify.noEmail': 'Keine E-Mail?',
  'verify.sender': 'Sie kommt von {address}. Sehen Sie auch im Spam-Ordner nach.',
  'verify.until': 'Der Code gilt bis {time}. Der Link gilt länger und auf jedem Gerät.',
  'verify.tellNobody':
    'Verraten Sie den Code niemandem. Wir fragen nie am Telefon oder per E-Mail danach.',
  'verify.expiresSoon':
    'Der Code gilt noch {duration}. Lassen Sie sich danach eine neue E-Mail schicken.',
  'verify.expired':
    'Der Code ist inzwischen wohl abgelaufen. Lassen Sie sich eine neue E-Mail mit einem neuen Code schicken.',
  'verify.closed':
    'Es wurden zu viele falsche Codes eingegeben, deshalb nehmen wir für diese Anfrage keine mehr an. Der Link in der E-Mail gilt weiterhin. Sie können auch mit einer neuen E-Mail von vorn beginnen.',
  'verify.resend': 'Noch einmal senden',
  'verify.resendForm': 'E-Mail noch einmal senden',
  'verify.resendBusy': 'Wird gesendet …',
  'verify.resendWait': 'In {duration} können Sie die E-Mail noch einmal anfordern.',
  'verify.resendReady': 'Sie können die E-Mail jetzt noch einmal anfordern.',
  'verify.startOver': 'Von vorn beginnen',
  'verify.usedTitle': 'Sie haben diesen Code schon benutzt',
  'verify.usedGoOn':
    'Er war richtig, und Sie können weitermachen. Sie müssen ihn nicht noch einmal eingeben.',
  'verify.usedText':
    'Er war richtig, gilt aber nur einmal. Öffnen Sie den Link in derselben E-Mail oder fordern Sie eine neue E-Mail an.',
  'verify.anyTitle': 'Geben Sie den Code aus Ihrer E-Mail ein',
  'verify.anyText':
    'In diesem Tab wurde kein Code angefordert. Ein Code aus unserer E-Mail gilt hier trotzdem, zusammen mit der Adresse, an die er ging.',
  'verify.otherAddress': 'Andere Adresse verwenden',
  'verify.finishedElsewhere': 'Auf einem anderen Gerät erledigt? Anmelden',
  'verify.nothingRequest': 'Code anfordern',

  'code.form': 'Code eingeben',
  'code.label': 'Code aus der E-Mail',
  'code.hint': 'Sechs Ziffern. Sie können auch die ganze Zeile einfügen.',
  'code.submit': 'Weiter',
  'code.busy': 'Wird geprüft …',
  'code.missing': 'Geben Sie den Code aus der E-Mail ein.',
  'code.notDigits': 'Der Code besteht nur aus Ziffern. Kopieren Sie ihn aus der E-Mail.',
  'code.tooShort': 'Der Code hat sechs Ziffern. Es fehlen noch welche.',
  'code.tooLong': 'Der Code hat sechs Ziffern. Das sind zu viele.',
  'code.wrong': 'Das ist nicht der Code, den wir geschickt haben.',
  'code.wrongOrExpired': 'Dieser Code ist falsch oder abgelaufen.',
  'code.noMatch':
    'Dieser Code und diese Adresse gehören nicht zusammen, oder der Code ist abgelaufen oder wurde schon benutzt.',
  'code.triesLeft': '{count, plural, one {Noch ein Versuch.} other {Noch # Versuche.}}',

  'reset.title': 'Neues Passwort wählen',
  'reset.checking': 'Ihr Link wird geprüft …',
  'reset.account': 'Konto',
  'reset.password': 'Neues Passwort',
  'reset.passwordMissing': 'Geben Sie ein neues Passwort ein.',
  'reset.again': 'Neues Passwort bestätigen',
  'reset.differ':
    'Die Passwörter stimmen nicht überein. Geben Sie das neue Passwort noch einmal ein.',
  'reset.show': 'Neues Passwort anzeigen',
  'reset.hide': 'Neues Passwort verbergen',
  'reset.advice': 'Einige Wörter, die nichts miteinander zu tun haben, lassen sich leicht merken.',
  'reset.length': 'Mindestens {count, plural, one {ein Zeichen} other {# Zeichen}}',
  'reset.lengthMet': 'Mindestens {count, plural, one {ein Zeichen} other {# Zeichen}}: lang genug',
  'reset.lengthMissing':
    'Mindestens {least, plural, one {ein Zeichen} other {# Zeichen}}: {count, plural, one {es fehlt noch eines} other {es fehlen noch #}}',
  'reset.uncommon': 'Kein häufiges Passwort, nicht Ihre Adresse und nicht der Name dieser Website',
  'reset.ruleMet': '(erfüllt)',
  'reset.ruleRefused': '(nicht erfüllt)',
  'reset.submit': 'Neues Passwort speichern',
  'reset.busy': 'Wird gespeichert …',
  'reset.done': 'Ihr Passwort wurde geändert.',
  'reset.changedTitle': 'Ihr Passwort ist schon geändert',
  'reset.changedText':
    'Der Link oder Code hat seinen Zweck erfüllt. Melden Sie sich mit dem neuen Passwort an.',
  'reset.expiresSoon': 'Sie haben dafür noch {duration} Zeit.',
  'reset.expiresSoonAdvice':
    'Wenn Sie länger brauchen, lassen Sie sich einen neuen Code schicken. Was Sie eingegeben haben, bleibt hier.',
  'reset.expired': 'Die Zeit dafür ist abgelaufen',
  'reset.ticketOver':
    'Ihr Code war richtig, aber die Zeit für ein neues Passwort ist vorbei, oder das Passwort wurde inzwischen geändert. Gerade wurde nichts geändert. Fordern Sie eine neue E-Mail an.',
  'reset.expiredText':
    'Es ist zu viel Zeit vergangen, oder das Passwort wurde anderswo geändert. Wenn Sie das waren, melden Sie sich an. Wenn nicht, lassen Sie sich einen neuen Code schicken und machen Sie weiter: Was Sie eingegeben haben, steht noch hier.',
  'reset.renew': 'Neuen Code senden',
  'reset.renewBusy': 'Wird gesendet …',
  'reset.renewSent':
    'Eine neue E-Mail ist auf dem Weg an {address}. Geben Sie den Code daraus hier ein; Ihre Eingaben bleiben erhalten.',
  'reset.renewed': 'Danke, der Code stimmt. Speichern Sie jetzt Ihr neues Passwort.',
  'reset.deadTitle': 'Dieser Link gilt nicht mehr',
  'reset.deadText':
    'Er ist abgelaufen oder wurde schon verwendet, oder das Passwort wurde inzwischen geändert. Jetzt gerade wurde nichts geändert.',
  'reset.nothingTitle': 'Öffnen Sie den Link noch einmal',
  'reset.noLinkText':
    'Beim Neuladen vergisst diese Seite den Link, und ein anderer Browser hatte ihn nie. Öffnen Sie den Link in der E-Mail noch einmal, er gilt weiterhin, oder geben Sie den Code aus derselben E-Mail ein.',
  'reset.newLink': 'Neuen Link senden',
  'reset.cutTitle': 'Dieser Link ist nicht vollständig',
  'reset.cutText':
    'Er wurde auf dem Weg hierher abgeschnitten oder verändert. Kopieren Sie den ganzen Link aus der E-Mail oder geben Sie den Code aus derselben E-Mail ein.',
  'reset.enterCode': 'Stattdessen den Code eingeben',

  'reason.tooShort':
    'Verwenden Sie mindestens {count, plural, one {ein Zeichen} other {# Zeichen}}.',
  'reason.tooShortUnknown': 'Verwenden Sie mehr Zeichen.',
  'reason.tooLong': 'Verwenden Sie höchstens {count, plural, one {ein Zeichen} other {# Zeichen}}.',
  'reason.countsMore':
    'Buchstaben mit Akzent, Umlaute, andere Schriften und Emojis zählen mehrfach.',
  'reason.tooLongUnknown': 'Verwenden Sie weniger Zeichen.',
  'reason.illFormed':
    'Es enthält ein Zeichen, das nicht verwendet werden kann. Geben Sie es noch einmal ein.',
  'reason.common': 'Zu viele Menschen verwenden dieses Passwort, es ist deshalb leicht zu erraten.',
  'reason.context': 'Es ist Ihrer Adresse oder dem Namen dieser Website zu ähnlich.',
  'reason.breached':
    'Es ist aus einem Datenleck anderswo bekannt und gehört deshalb zu den ersten, die ausprobiert werden.',
  'strength.refused': 'Wird abgelehnt',
  'strength.weak': 'Schwach: länger ist besser',
  'strength.good': 'Schwer zu erraten',

  'notMe.title': 'Waren Sie das nicht?',
  'notMe.text': 'Das Passwort von {login} wurde geändert.',
  'notMe.what':
    'Wenn Sie das nicht waren, sichern Sie Ihr Konto jetzt: Alle Geräte werden abgemeldet, alle offenen Links und Codes werden ungültig, und der Betreiber dieses Dienstes wird benachrichtigt.',
  'notMe.sure': 'Ich habe dieses Passwort nicht geändert',
  'notMe.sureMissing': 'Setzen Sie zuerst dieses Häkchen, wenn Sie es nicht waren.',
  'notMe.nothingYet':
    'Noch ist nichts geschehen. Wenn Sie es selbst waren, schließen Sie einfach diese Seite.',
  'notMe.submit': 'Das war ich nicht: Konto sichern',
  'notMe.busy': 'Wird gesichert …',
  'notMe.doneTitle': 'Ihr Konto ist gesichert',
  'notMe.doneText':
    'Alle Geräte wurden abgemeldet, alle offenen Links und Codes sind ungültig, und der Betreiber dieses Dienstes weiß Bescheid. Wählen Sie jetzt ein neues Passwort: Das jetzige hat jemand anderes gesetzt.',
  'notMe.choose': 'Neues Passwort wählen',
  'notMe.deadTitle': 'Dieser Link gilt nicht mehr',
  'notMe.deadText':
    'Er ist abgelaufen oder wurde schon verwendet. Wenn jemand anderes Ihr Passwort kennen könnte, wählen Sie jetzt ein neues.',
  'notMe.cutText':
    'Er wurde auf dem Weg hierher abgeschnitten oder verändert. Kopieren Sie den ganzen Link aus der E-Mail und öffnen Sie ihn noch einmal.',
  'notMe.nothingTitle': 'Öffnen Sie den Link noch einmal',
  'notMe.noLinkText':
    'Beim Neuladen vergisst diese Seite den Link, und ein anderer Browser hatte ihn nie. Öffnen Sie den Link in der E-Mail noch einmal; er gilt weiterhin.',

  'notFound.title': 'Diese Seite gibt es nicht',
  'notFound.text': 'Vielleicht ist die Adresse falsch geschrieben oder veraltet.',
  'notFound.start': 'Zur Startseite',

  'broken.title': 'Diese Seite funktioniert gerade nicht',
  'broken.showAgain': 'Die Seite noch einmal anzeigen',
  'broken.unknown':
    'Das ist unser Fehler. Ob Ihr letzter Schritt noch ausgeführt wurde, wissen wir nicht. Zeigen Sie die Seite noch einmal an und machen Sie dort weiter.',
  'broken.reload': 'Seite neu laden',
  'offline.title': 'Sie sind offline',
  'offline.text':
    'Diese Seite macht von selbst weiter, sobald Sie wieder verbunden sind. Nichts geht verloren.',
  'offline.held': 'Sie sind offline. Das wird gesendet, sobald Sie wieder verbunden sind.',
  'offline.retry': 'Jetzt noch einmal versuchen',

  'trouble.slow': 'Noch in Arbeit. Es dauert länger als sonst.',
  'trouble.retry': 'Noch einmal versuchen',
  'trouble.failed':
    'Das hat nicht geklappt, und wahrscheinlich liegt es nicht an Ihrer Verbindung. Versuchen Sie es in einer Minute noch einmal; was Sie eingegeben haben, steht noch hier.',
  'trouble.wait': 'In {duration} können Sie es noch einmal versuchen.',
  'trouble.waitOver': 'Sie können es jetzt noch einmal versuchen.',
  'trouble.reference': 'Wenn Sie um Hilfe bitten, nennen Sie dies: {reference}',
  'trouble.copy': 'Kopieren',
  'trouble.copied': 'Kopiert',
  'trouble.gone': 'Das gilt nicht mehr. Es ist abgelaufen oder wurde schon verwendet.',
  'trouble.tooManyAttempts': 'Der Code wurde zu oft falsch eingegeben und ist jetzt gesperrt.',
  'trouble.passwordRejected': 'Wählen Sie ein anderes Passwort.',
  'trouble.badInput':
    'In diesem Formular stimmt etwas nicht. Prüfen Sie es und versuchen Sie es noch einmal.',
  'trouble.rateLimited':
    'Zu viele Versuche in kurzer Zeit aus Ihrem Netz. Wer es mit Ihnen teilt, zählt mit.',
  'trouble.unavailable':
    'Das ist gerade nicht möglich. Es wurde nichts geändert, und was Sie eingegeben haben, steht noch hier.',
  'trouble.unreachable':
    'Der Server war nicht zu erreichen. Prüfen Sie Ihre Verbindung; was Sie eingegeben haben, steht noch hier.',
})
