import { translation } from '../../texts.ts'
import type { operator as english } from '../en/operator.ts'

export const operator = translation<typeof english>('de', {
  'shell.operators': 'Für Betreiber',
  'shell.actsAs': 'Sie handeln als',
  'shell.skip': 'Zum Inhalt springen',
  'shell.screens': 'Bereiche',
  'shell.noPasswords':
    'Niemand kann hier für jemand anderen ein Passwort wählen. Das tun die Personen selbst, mit dem Link oder dem Code aus ihrer E-Mail.',
  'shell.overview': 'Übersicht',
  'shell.emails': 'E-Mails',
  'shell.people': 'Personen',
  'shell.limits': 'Limits',
  'shell.webhooks': 'Webhooks',
  'shell.audit': 'Protokoll',
  'shell.session': 'Sitzung',
  'live.connecting': 'Verbindung wird aufgebaut …',
  'live.on': 'Live',
  'live.lost': 'Verbindung wird wiederhergestellt … Die Anzeige ist vielleicht nicht aktuell.',

  'enter.title': 'Für Betreiber',
  'enter.how':
    'Diese Seite öffnet sich mit einem Link, der einmal funktioniert. Führen Sie auf dem Server {command} aus und öffnen Sie den ausgegebenen Link in diesem Browser.',
  'enter.busy': 'Seite wird geöffnet …',
  'enter.used':
    'Dieser Link wurde schon verwendet. Jeder funktioniert nur einmal. Einen neuen erhalten Sie mit {command}.',
  'enter.expired': 'Dieser Link ist abgelaufen. Einen neuen erhalten Sie mit {command}.',
  'enter.unknown':
    'Dieser Server kennt den Link nicht: Vielleicht fehlt ein Teil davon, oder ein anderer Server hat ihn erzeugt. Einen neuen erhalten Sie mit {command}.',
  'enter.ended': 'Ihre Sitzung ist beendet. Einen neuen Link erhalten Sie mit {command}.',
  'enter.left': 'Sie haben die Seite verlassen. Dieser Browser sieht hier nichts mehr.',
  'enter.goOn': 'Weiter als {operator}',
  'enter.proxy':
    'Wenn diese Seite hinter der zentralen Anmeldung Ihrer Organisation liegt, öffnen Sie sie über deren Adresse.',
  'enter.audited': 'Was hier gesucht und getan wird, steht im Protokoll.',

  'problem.notEntered': 'Ihre Sitzung ist beendet. Es wurde nichts getan.',
  'problem.input':
    'Der Server hat das nicht verstanden. Laden Sie die Seite neu und versuchen Sie es noch einmal.',
  'problem.notFound': 'Das gibt es nicht mehr. Vielleicht wurde es gelöscht.',
  'problem.forbidden':
    'Der Server hat diesen Aufruf abgelehnt, weil er von einer anderen Website oder durch einen nicht vertrauenswürdigen Proxy kam.',
  'problem.rateLimited': 'Zu viele Versuche. Versuchen Sie es in {duration} noch einmal.',
  'problem.unavailable':
    'Der Server konnte das gerade nicht tun, vermutlich weil er seine Datenbank nicht erreicht.',
  'problem.unreachable': 'Der Server hat nicht geantwortet.',
  'problem.failed': 'Auf dieser Seite ist etwas schiefgegangen.',

  'list.more': 'Ältere anzeigen',
  'list.moreBusy': 'Wird geladen …',
  'list.all': 'Alle',
  'list.shown': '{count, plural, one {# Eintrag} other {# Einträge}}',
  'list.noneFound': 'Nichts gefunden.',
  'list.reload': 'Noch einmal laden',

  'act.reason': 'Grund',
  'act.reasonHint': 'Er steht mit Ihrem Namen, {operator}, im Protokoll.',
  'act.reasonMissing': 'Geben Sie in wenigen Worten an, warum.',
  'act.reasonOneLine': 'Nur eine Zeile, ohne Tabulatoren oder andere Steuerzeichen.',
  'act.reasonTooLong': 'Höchstens {count} Zeichen.',
  'act.cancel': 'Abbrechen',
  'act.busy': 'Einen Moment …',
  'act.close': 'Schließen',
  'act.whatHappens': 'Was geschehen wird',

  'overview.title': 'Übersicht',
  'overview.attention': 'Was Sie braucht',
  'overview.allWell': 'Zurzeit ist nichts zu tun.',
  'overview.failed':
    '{count, plural, one {# E-Mail wurde aufgegeben.} other {# E-Mails wurden aufgegeben.}}',
  'overview.waiting':
    '{count, plural, one {# E-Mail wartet auf einen weiteren Versuch.} other {# E-Mails warten auf einen weiteren Versuch.}}',
  'overview.webhooksFailed':
    '{count, plural, one {# Ereignis hat seinen Webhook nicht erreicht.} other {# Ereignisse haben ihren Webhook nicht erreicht.}}',
  'overview.limitsBit': 'In den letzten 24 Stunden haben Limits etwas abgelehnt: {list}.',
  'overview.look': 'Ansehen',
  'overview.funnel': 'Wiederherstellungen',
  'overview.range': 'Zeitraum',
  'overview.today': 'Heute',
  'overview.day': '24 Stunden',
  'overview.week': '7 Tage',
  'overview.asked': 'E-Mail angefordert',
  'overview.emailed': 'Link gesendet',
  'overview.opened': 'Link geöffnet oder Code eingegeben',
  'overview.changed': 'Passwort geändert',
  'overview.rate': '{percent} % des vorigen Schritts',
  'overview.none': 'In dieser Zeit hat niemand eine E-Mail angefordert.',
  'overview.noneHint': 'Die erste Anfrage erscheint hier von selbst.',
  'overview.notCounted':
    'Die Zahlen ließen sich gerade nicht ermitteln: Die Datenbank ist langsam oder nicht erreichbar.',
  'overview.notEmailed': 'Warum manche keinen Link bekamen',
  'overview.noPassword':
    'Ohne Link gesendet: Das Konto hat kein Passwort, weil die Anmeldung anderswo geschieht.',
  'overview.noAccount': 'Ohne Link gesendet: Kein Konto hatte diese Adresse.',
  'overview.counting': 'So wird gezählt',
  'overview.health': 'Worker und Warteschlange',
  'overview.queue': 'Warteschlange',
  'overview.fresh': 'Neue Aufträge',
  'overview.again': 'Aufträge mit weiterem Versuch',
  'overview.events': 'Ereignisse für Webhooks',
  'overview.leased': 'Aufträge in Arbeit',
  'overview.noJobs': 'Keine',
  'overview.jobsOldest': '{count}, der älteste seit {duration}',
  'overview.atLeast': 'mindestens {count}',

  'part.database': 'Datenbank',
  'part.queue': 'Warteschlange',
  'part.worker': 'Worker',
  'part.mail': 'E-Mails',
  'part.secret': 'Geheimnis des Servers',
  'part.accounts': 'Konten',
  'part.webhooks': 'Webhooks',
  'part.removed-webhooks': 'Entfernte Webhooks',
  'part.limits': 'Limits',
  'status.ok': 'In Ordnung',
  'status.warning': 'Im Auge behalten',
  'status.problem': 'Problem',

  'kind.recovery': 'E-Mail mit Link und Code',
  'kind.password-changed': 'Hinweis auf ein geändertes Passwort',
  'kind.no-password': 'E-Mail, die sagt, wie man sich anmeldet',
  'kind.no-account': 'E-Mail, die sagt, dass es kein Konto gibt',
  'kind.link-issued': 'Hinweis auf einen Link, den der Betreiber erstellt hat',
  'kind.reset-required': 'E-Mail, die um ein neues Passwort bittet',

  'state.sending': 'Wird gesendet',
  'state.delayed': 'Wartet',
  'state.handed-over': 'Angenommen',
  'state.suppressed': 'Nicht gesendet',
  'state.dead': 'Aufgegeben',

  'emails.title': 'E-Mails',
  'emails.intro': 'Jede E-Mail der letzten Tage, warum sie wartet oder scheiterte, und was hilft.',
  'emails.state': 'Zustand',
  'emails.unknownRecipient': 'Empfänger nicht mehr bekannt',
  'emails.retry': 'Jetzt versuchen',
  'emails.retryTitle': 'Diese E-Mail noch einmal versuchen?',
  'emails.retryWaiting': 'Der nächste Versuch geschieht jetzt statt später.',
  'emails.retryDead':
    'Sie kommt zurück in die Warteschlange und wird jetzt versucht, wenn ihre Anfrage noch offen ist.',
  'emails.retryOnce':
    'Ist ein früherer Versuch doch angekommen, erhält die Person die E-Mail zweimal. Beide gelten.',
  'emails.request': 'Ihre Anfrage',
  'emails.attempts': '{count, plural, one {# Versuch} other {# Versuche}}',
  'emails.none': 'Es gibt keine solche E-Mail.',
  'emails.noneHint':
    'Eine E-Mail, die wartet oder scheitert, erscheint hier von selbst, mit ihrer Ursache.',

  'advice.setup':
    'Beheben Sie, was die Antwort nennt. Ändert das eine Einstellung von Latchkey, starten Sie den Server neu. Wartende E-Mails werden dann von selbst gesendet. Jeden Schritt zeigt: {command}',
  'advice.busy':
    'Meist ist nichts zu tun. Wenn es anhält, fragen Sie die Betreiber des E-Mail-Servers.',
  'advice.unreachable':
    'Prüfen Sie, ob der E-Mail-Server läuft und von diesem Server aus erreichbar ist. Jeden Schritt zeigt: {command}',
  'advice.unclear':
    'Meist ist nichts zu tun. Der E-Mail-Server ist langsam, oder die Verbindung brach ab.',
  'advice.refused':
    'Die Gegenseite will diese E-Mail nicht. Betrifft die Antwort das Postfach, braucht die Person eine andere Adresse; betrifft sie Sie, berichtigen Sie SPF, DKIM oder DMARC.',
  'advice.unmailable':
    'Sagen Sie den Verantwortlichen dieser Installation Bescheid: Die E-Mail ließ sich nicht erstellen.',
  'advice.undeliverable':
    'Die Domain der Adresse nimmt keine E-Mails an. Die Person braucht eine andere Adresse.',

  'people.title': 'Personen',
  'people.intro':
    'Warum hat jemand keine E-Mail bekommen? Suchen Sie nach der Adresse oder nach der ID des Kontos oder einer Anfrage.',
  'people.subject': 'Adresse oder ID einer Anfrage oder eines Kontos',
  'people.subjectHint': 'Die ganze Adresse oder ID. Die Suche wird protokolliert.',
  'people.missing': 'Geben Sie eine Adresse oder die ID einer Anfrage oder eines Kontos ein.',
  'people.notAnAddress': 'Das ist weder eine Adresse noch die ID einer Anfrage oder eines Kontos.',
  'people.search': 'Suchen',
  'people.searching': 'Suche läuft …',
  'people.news': 'Seit Ihrer Suche kann es Neues geben.',
  'people.again': 'Noch einmal suchen',
  'people.account': 'Konto',
  'people.acts': 'Was Sie tun können',
  'people.id': 'ID',
  'people.status': 'Zustand',
  'people.active': 'Aktiv',
  'people.disabled': 'Gesperrt',
  'people.password': 'Passwort',
  'people.hasPassword': 'Vorhanden',
  'people.noPassword': 'Keines: meldet sich anderswo an',
  'people.changedAt': 'Geändert',
  'people.language': 'Sprache',
  'people.languageNotSet': 'Nicht festgelegt: die der Anfragen',
  'people.created': 'Seit',
  'people.sessions': 'Sitzungen',
  'people.openSecrets': 'Gültige Links und Codes',
  'people.requests': 'Anfragen',
  'people.request': 'Anfrage, {moment}',
  'people.open': 'Offen',
  'people.closed': 'Geschlossen',
  'people.notices': 'Hinweise',
  'people.suppressions': 'Meldungen zu dieser Adresse',
  'people.revoke': 'Alles widerrufen',
  'people.revokeTitle': 'Alles von {address} widerrufen?',
  'people.revokeSecrets': 'Alle gesendeten Links und Codes werden ungültig.',
  'people.revokeSessions': 'Alle Geräte werden abgemeldet.',
  'people.revokePassword':
    'Das Passwort bleibt. Die Person kann sich damit anmelden oder eine neue E-Mail anfordern.',
  'people.unsuppress': 'Wieder E-Mails senden',
  'people.unsuppressTitle': 'Wieder E-Mails an {address} senden?',
  'people.unsuppressEffect':
    'Die Meldungen zu dieser Adresse gelten nicht mehr. Die nächste E-Mail wird wie gewohnt gesendet.',
  'people.unsuppressService':
    'Hat Ihr E-Mail-Dienst eine eigene solche Liste, entfernen Sie die Adresse auch dort.',
  'people.disable': 'Konto sperren',
  'people.disableTitle': 'Konto von {address} sperren?',
  'people.disableEffect':
    'Niemand kann sich damit anmelden, und es erhält keine E-Mails, bis es wieder freigegeben wird.',
  'people.enable': 'Konto freigeben',
  'people.enableTitle': 'Konto von {address} freigeben?',
  'people.enableEffect':
    'Die Person kann sich wieder anmelden und E-Mails anfordern. Widerrufenes bleibt widerrufen.',
  'people.nothingToDo': 'Für diese Adresse ist hier nichts zu tun.',

  'limits.title': 'Limits',
  'limits.intro':
    'Wie oft jedes Limit etwas abgelehnt hat. Wer abgelehnt wird, erfährt, wie lange zu warten ist.',
  'limits.hour': 'Letzte Stunde',
  'limits.refused': 'Ablehnungen',
  'limits.name': 'Limit',
  'limits.newest': 'Letzte Ablehnung: Stunde von {moment}',
  'limits.window': '{count} in {duration}',
  'limits.inARow': '{count} in Folge',
  'limits.derived': 'folgt aus einem anderen Limit',
  'limits.none': 'In den letzten 7 Tagen hat kein Limit etwas abgelehnt.',
  'limits.off': 'Die Limits sind abgeschaltet: RATE_LIMITS=off.',
  'limits.quiet': '{count, plural, one {# Limit} other {# Limits}} ohne Ablehnung',
  'limit.request-by-client': 'Anfragen aus einem Netz',
  'limit.request-by-address-and-client': 'Anfragen aus einem Netz für eine Adresse',
  'limit.request-in-all': 'Alle Anfragen',
  'limit.mail-by-address': 'E-Mails an eine Adresse',
  'limit.proof-by-client': 'Versuchte Codes und Links aus einem Netz',
  'limit.guess-by-address': 'Versuchte Codes für eine Adresse',
  'limit.guess-in-all': 'Alle falschen Codes',
  'limit.sign-in-by-client': 'Anmeldungen aus einem Netz',
  'limit.sign-in-by-address-and-client': 'Anmeldungen aus einem Netz bei einer Adresse',
  'limit.sign-in-by-address': 'Anmeldungen neuer Geräte bei einer Adresse',
  'limit.mail-by-address-and-client': 'E-Mails an eine Adresse, die ein Netz angefordert hat',
  'limit.request-in-all-by-client': 'Anteil eines Netzes an allen Anfragen',
  'limit.guess-in-all-by-client': 'Anteil eines Netzes an allen falschen Codes',
  'limit.guess-without-request': 'Codes für eine Adresse ohne deren Anfrage',
  'limit.guess-in-a-row': 'Falsche Codes in Folge für eine Adresse',
  'limit.sign-in-in-a-row': 'Fehlgeschlagene Anmeldungen in Folge bei einer Adresse',

  'webhooks.title': 'Webhooks',
  'webhooks.intro': 'Was Ihren anderen Systemen gesagt wurde und was sie nicht erreicht hat.',
  'webhooks.none': 'Es ist kein Webhook eingerichtet.',
  'webhooks.noneHint':
    'Mit {setting} erfahren Ihre anderen Systeme zum Beispiel von geänderten Passwörtern.',
  'webhooks.on': 'An',
  'webhooks.off': 'Aus: Er hat geantwortet, dass er nichts mehr will',
  'webhooks.removed': 'Aus den Einstellungen entfernt',
  'webhooks.delivered': 'In 7 Tagen zugestellt',
  'webhooks.waiting': 'Warten',
  'webhooks.oldest': 'das älteste seit {duration}',
  'webhooks.failed': 'Aufgegeben',
  'webhooks.lastFailure': 'Letzter Fehlschlag',
  'webhooks.events': 'Ereignisse',
  'webhooks.which': 'Welche Ereignisse',
  'webhooks.onlyFailed': 'Nicht zugestellt',
  'webhooks.data': 'Inhalt',
  'webhooks.delivery.waiting': 'Noch nicht versucht',
  'webhooks.delivery.delayed': 'Wird später wieder versucht',
  'webhooks.delivery.delivered': 'Zugestellt',
  'webhooks.delivery.dead': 'Aufgegeben',
  'webhooks.delivery.dropped': 'Von einem Betreiber verworfen',
  'webhooks.answered': 'Antwort: {answer}',
  'webhooks.next': 'Nächster Versuch: {moment}',
  'webhooks.nobody': 'Kein Webhook will dieses Ereignis.',
  'webhooks.retry': 'Noch einmal zustellen',
  'webhooks.retryTitle': 'Dieses Ereignis noch einmal zustellen?',
  'webhooks.retryEffect':
    'Es wird jetzt an jeden Webhook gesendet, der es will und nicht erhalten hat.',
  'webhooks.retryTwice': 'Erhält ein Webhook es zweimal, erkennt er das an der ID.',
  'webhooks.noEvents': 'In den letzten 7 Tagen gab es keine Ereignisse.',
  'webhooks.noFailed': 'Jedes Ereignis wurde zugestellt oder ist noch unterwegs.',

  'audit.title': 'Protokoll',
  'audit.intro':
    'Was geschah und wer es tat, das Neueste zuerst. Hier lässt sich nichts ändern oder entfernen.',
  'audit.kind': 'Was geschah',
  'audit.operator': 'Betreiber',
  'audit.request': 'ID einer Anfrage',
  'audit.filter': 'Filtern',
  'audit.clear': 'Alles anzeigen',
  'audit.badRequest': 'Geben Sie die ganze ID ein, oder lassen Sie das Feld leer.',
  'audit.by': 'Von {operator}',
  'audit.reason': 'Grund: {reason}',
  'audit.count': 'Anzahl: {count}',
  'audit.requestOf': 'Anfrage {id}',
  'audit.accountOf': 'Konto {id}',
  'audit.found': 'Gefunden',
  'audit.none': 'Noch wurde nichts protokolliert.',
  'audit.noneFound': 'Kein Eintrag passt.',
  'audit.noneHint': 'Filtern Sie weniger streng, oder lassen Sie sich alles anzeigen.',

  'audited.requested': 'Eine E-Mail wurde angefordert',
  'audited.link-opened': 'Der Link wurde geöffnet',
  'audited.code-verified': 'Ein Code wurde eingegeben',
  'audited.code-verified.verified': 'Der richtige Code wurde eingegeben',
  'audited.code-verified.refused': 'Ein Code wurde abgelehnt',
  'audited.password-changed': 'Das Passwort wurde geändert',
  'audited.password-changed.refused': 'Ein neues Passwort wurde abgelehnt',
  'audited.change-undone': 'Die Anwendung machte ein geändertes Passwort rückgängig',
  'audited.not-me': 'Jemand meldete: Das war ich nicht',
  'audited.signed-in': 'Jemand meldete sich an',
  'audited.signed-in.refused': 'Eine Anmeldung wurde abgelehnt',
  'audited.signed-out': 'Jemand meldete sich ab',
  'audited.revoked': 'Links, Codes und Sitzungen wurden widerrufen',
  'audited.revoked.everything': 'Alles von allen wurde widerrufen',
  'audited.revoked.account': 'Alles eines Kontos wurde widerrufen',
  'audited.unsuppressed': 'An eine Adresse werden wieder E-Mails gesendet',
  'audited.account-changed': 'Ein Konto wurde geändert',
  'audited.account-changed.added': 'Ein Konto wurde hinzugefügt',
  'audited.account-changed.disabled': 'Ein Konto wurde gesperrt',
  'audited.account-changed.enabled': 'Ein Konto wurde freigegeben',
  'audited.account-changed.removed': 'Ein Konto wurde entfernt',
  'audited.account-changed.moved': 'Ein Konto bekam eine andere Adresse',
  'audited.account-changed.locale-set': 'Ein Konto bekam eine andere Sprache',
  'audited.account-changed.password-set': 'Auf der Befehlszeile wurde ein Passwort gesetzt',
  'audited.accounts-imported': 'Konten wurden importiert',
  'audited.link-issued': 'Für jemanden wurde ein Link ausgestellt',
  'audited.reset-required': 'Personen müssen ein neues Passwort wählen',
  'audited.reset-required.locked':
    'Ein Passwort wurde unbrauchbar gemacht, und ein neues muss gewählt werden',
  'audited.webhook-events': 'Ereignisse wurden noch einmal zugestellt',
  'audited.webhook-jobs': 'Ereignisse für einen entfernten Webhook wurden verworfen',
  'audited.message-retried': 'Eine E-Mail wurde noch einmal versucht',
  'audited.searched': 'Ein Betreiber suchte',
  'audited.searched.address': 'Ein Betreiber suchte nach einer Adresse',
  'audited.searched.request': 'Ein Betreiber suchte nach einer Anfrage',
  'audited.searched.account': 'Ein Betreiber suchte nach einem Konto',
  'audited.operator-link': 'Ein Link zu dieser Seite wurde ausgestellt',
  'audited.operator-session': 'Ein Betreiber kam oder ging',
  'audited.operator-session.by-link': 'Ein Betreiber kam mit einem Link',
  'audited.operator-session.by-proxy': 'Ein Betreiber kam über die zentrale Anmeldung',
  'audited.operator-session.ended': 'Ein Betreiber ging',
  'audited.operator-session.all-ended': 'Alle Sitzungen von Betreibern wurden beendet',

  'session.title': 'Sitzung',
  'session.who': 'Wer Sie sind',
  'session.operator': 'Ihr Name im Protokoll',
  'session.entry': 'Gekommen durch',
  'session.byLink': 'einen Link, der einmal funktioniert',
  'session.byProxy': 'die zentrale Anmeldung Ihrer Organisation',
  'session.enteredAt': 'Seit',
  'session.expiresAt': 'Endet spätestens',
  'session.idle': 'Endet ohne Nutzung nach',
  'session.version': 'Version',
  'session.accounts': 'Konten',
  'session.own': 'Unsere eigenen',
  'session.elsewhere': 'Die Ihrer Anwendung, {place}',
  'session.kept': 'Aufbewahrung',
  'session.keptDays':
    'Anfragen, E-Mails und Ereignisse {requests, plural, one {# Tag} other {# Tage}}, das Protokoll {audit, plural, one {# Tag} other {# Tage}}.',
  'session.leave': 'Verlassen',
  'session.leaving': 'Wird verlassen …',
  'session.proxyLeave':
    'Ihre Organisation meldet Sie bei jedem Aufruf an. Sie verlassen die Seite, indem Sie sich dort abmelden.',
  'session.command': 'Auf der Befehlszeile',
  'session.commandText': 'Alles hier gibt es auch als Befehl. {command} nennt sie.',

  'said.handedOver': 'Der E-Mail-Server hat sie angenommen. Antwort: {answer}',
  'said.handedOverLate':
    'Der E-Mail-Server hat sie beim {attempt}. Versuch angenommen. Antwort: {answer}',
  'said.held':
    'Zurückgehalten, weil die E-Mail-Einstellungen falsch sind und nichts gesendet wird: {answer}',
  'said.delayed.setup':
    'Verzögert: Der E-Mail-Server nimmt diese E-Mail nicht von uns an. {answer}',
  'said.delayed.unreachable': 'Verzögert: Der E-Mail-Server war nicht erreichbar. {answer}',
  'said.delayed.unclear':
    'Verzögert: Der E-Mail-Server hatte die E-Mail, sagte aber nicht, ob er sie annimmt. {answer}',
  'said.delayed.busy': 'Verzögert: Der E-Mail-Server bat, es später zu versuchen. {answer}',
  'said.beingSent': 'Wird gerade gesendet, {attempt}. Versuch.',
  'said.interrupted': 'Der {attempt}. Versuch wurde unterbrochen.',
  'said.suppressed.limit':
    'Nicht gesendet: Für diese Adresse war das Limit der E-Mails erreicht. Die nächste wird gesendet, sobald es das Limit erlaubt.',
  'said.suppressed.no-account': 'Nicht gesendet: Kein Konto hatte diese Adresse.',
  'said.suppressed.disabled': 'Nicht gesendet: Das Konto war gesperrt.',
  'said.suppressed.undeliverable':
    'Nicht gesendet: Die Domain dieser Adresse nimmt keine E-Mails an.',
  'said.suppressed.bounced':
    'Nicht gesendet: Der E-Mail-Dienst hatte gemeldet, dass es dieses Postfach nicht gibt.',
  'said.suppressed.complained': 'Nicht gesendet: Eine E-Mail von uns war als Spam gemeldet worden.',
  'said.expired': 'Aufgegeben: Sie lief ab, bevor sie gesendet werden konnte.',
  'said.unmailable': 'Aufgegeben: Die E-Mail ließ sich nicht erstellen. {answer}',
  'said.rejected': 'Aufgegeben: Der E-Mail-Server hat sie endgültig abgelehnt. Antwort: {answer}',
  'said.mayBeDoubled':
    'Sie kam vielleicht mehr als einmal an: {attempts, plural, one {# Versuch brach} other {# Versuche brachen}} ab, nachdem der E-Mail-Server sie angenommen haben kann.',
  'said.nextAttempt': 'Nächster Versuch: {moment}.',
  'said.attemptDue': 'Der nächste Versuch steht jetzt an.',
  'said.retriedNow': 'Sie wird gerade wieder versucht.',
  'said.notInQueue': 'Sie ist nicht mehr in der Warteschlange.',
  'said.trouble.setup':
    'Keine E-Mail gesendet seit {since}: Die E-Mail-Einstellungen sind falsch, oder E-Mail-Server misstrauen uns. {answer}',
  'said.trouble.busy': 'Der E-Mail-Server verschiebt jede E-Mail seit {since}. {answer}',
  'said.trouble.refused': 'Der E-Mail-Server lehnt jeden Empfänger ab seit {since}. {answer}',
  'said.trouble.unreachable': 'Der E-Mail-Server ist nicht erreichbar seit {since}. {answer}',
  'said.trouble.unclear':
    'Der E-Mail-Server sagt nicht, was aus den E-Mails wird, seit {since}. {answer}',
  'said.trouble.times': 'Letzter Versuch: {tried}. Nächster: {next}.',
  'said.trouble.tried':
    'Letzter Versuch: {tried}. Jede E-Mail wird zu ihrer eigenen Zeit erneut versucht.',

  'said.asked': 'Angefordert mit {device}.',
  'said.askedUnknown': 'Angefordert mit einem unbekannten Gerät.',
  'said.madeByHand': 'Ein Link wurde von Hand erstellt: {operator}.',
  'said.emailQueued':
    'Die E-Mail ist in der Warteschlange, und kein Worker hat sie übernommen. Läuft ein Worker? Suchen Sie im Log nach worker.started und worker.error.',
  'said.linkOpened': 'Der Link wurde geöffnet.',
  'said.codeRight': 'Der richtige Code wurde eingegeben.',
  'said.codeRefused': 'Ein Code wurde abgelehnt: Er war falsch oder nicht mehr gültig.',
  'said.linkUsed': 'Der Link wurde verwendet.',
  'said.linkVoided': 'Ein Link wurde widerrufen, bevor er verwendet wurde.',
  'said.linkExpired': 'Ein Link lief unbenutzt ab.',
  'said.passwordChanged': 'Das Passwort wurde geändert.',
  'said.wrongCodes': 'Falsche Codes wurden {times, plural, one {einmal} other {#-mal}} eingegeben.',
  'said.codesDisabled': 'Die Codes sind gesperrt; der Link funktioniert, bis er abläuft.',
  'said.linkWorksUntil': 'Der Link in der E-Mail funktioniert bis {moment}.',
  'said.handLinkWorksUntil': 'Der von Hand erstellte Link funktioniert bis {moment}.',
  'said.lookElsewhere':
    'Kam die E-Mail nicht an, sehen Sie im Spam-Ordner, im Log des E-Mail-Servers und bei Ihren SPF-, DKIM- und DMARC-Einträgen nach.',
  'said.openUntil': 'Offen bis {moment}.',
  'said.closedAt': 'Geschlossen: {moment}.',

  'said.noAccount': 'Kein Konto hat die Adresse {address}.',
  'said.accountIsThere': 'Es gibt ein Konto für {address}.',
  'said.accountDisabled': 'Das Konto von {address} ist gesperrt: Es erhält keine E-Mails.',
  'said.accountNoPassword':
    'Das Konto von {address} hat kein Passwort, weil die Anmeldung anderswo geschieht: Es erhält eine E-Mail, die das sagt, ohne Link und Code.',
  'said.accountShared':
    '{count} aktive Benutzer Ihrer Anwendung teilen sich {address}, deshalb erhält keiner eine E-Mail: Niemand weiß, wem sie gelten würde. „duplicates“ in der Zuordnung entscheidet das.',
  'said.accountNear': 'Es gibt ein Konto mit fast derselben Adresse: {addresses}.',
  'said.accountRevoked': 'Ein Betreiber hat alle Links, Codes und Sitzungen widerrufen ({moment}).',
  'said.accountLocked':
    'Ein Betreiber hat das Passwort unbrauchbar gemacht ({moment}): Der Inhaber des Kontos muss ein neues wählen.',
  'said.changeUndone':
    'Ihre Anwendung hat das Passwort von vor einer Wiederherstellung zurückgeschrieben (gefunden: {moment}): Das alte Passwort galt wieder. docs/operating.md sagt, was zu tun ist.',
  'said.noRequests':
    'In den letzten 7 Tagen gab es dafür keine Anfrage. Anfragen, die ein Limit ablehnte, oder für eine andere Schreibweise sind nicht aufgeführt.',
  'said.moreRequests': 'Ältere Anfragen sind nicht aufgeführt.',

  'said.report.bounced':
    'Meldung des E-Mail-Dienstes ({reported}): Es gibt kein solches Postfach. Wortlaut: {detail}',
  'said.report.complained':
    'Meldung des E-Mail-Dienstes ({reported}): Eine E-Mail von uns wurde als Spam gemeldet. Wortlaut: {detail}',
  'said.suppressionLasts': 'An diese Adresse werden keine E-Mails gesendet bis {until}.',
  'said.suppressionParts':
    'Keine Hinweise bis {until} und keine E-Mail mit Link und Code bis {recoveryUntil}.',
  'said.suppressionEnded': 'An diese Adresse wurden keine E-Mails gesendet bis {until}.',
  'said.suppressionLifted': 'Ein Betreiber hat das aufgehoben ({moment}).',

  'said.emailHurried': 'Sie wird jetzt versucht.',
  'said.emailRequeued': 'Sie ist wieder in der Warteschlange und wird jetzt versucht.',
  'said.noRetry.unknown': 'Diese E-Mail gibt es nicht mehr. Sie werden 7 Tage aufbewahrt.',
  'said.noRetry.under-way': 'Sie wird gerade gesendet.',
  'said.noRetry.handed-over':
    'Der E-Mail-Server hat sie schon angenommen. Sein Log sagt, was aus ihr wurde.',
  'said.noRetry.suppressed':
    'Sie wurde mit Absicht ausgelassen. Die Person kann eine neue anfordern.',
  'said.noRetry.too-late':
    'Es ist zu spät: Die Anfrage ist geschlossen, oder das Passwort wurde vor mehr als einem Tag geändert. Die Person kann eine neue anfordern.',
  'said.revoked':
    'Widerrufen: {sessions, plural, one {# Sitzung} other {# Sitzungen}} beendet, {secrets, plural, one {# Link oder Code} other {# Links und Codes}} ungültig. Das Passwort bleibt.',
  'said.disabled':
    'Gesperrt: {sessions, plural, one {# Sitzung} other {# Sitzungen}} beendet, {secrets, plural, one {# Link oder Code} other {# Links und Codes}} ungültig.',
  'said.enabled': 'Das Konto ist freigegeben.',
  'said.alreadyDisabled': 'Es war schon gesperrt. Nichts wurde geändert.',
  'said.alreadyEnabled': 'Es war schon freigegeben. Nichts wurde geändert.',
  'said.unsuppressed':
    'An die Adresse werden wieder E-Mails gesendet. Die Person kann eine anfordern; Anfragen aus der Zwischenzeit zählen zum Limit der E-Mails. Hat der E-Mail-Dienst eine eigene Liste, entfernen Sie die Adresse auch dort.',
  'said.nothingSuppressed': 'Nichts hält E-Mails an diese Adresse zurück.',
  'said.noRequest':
    'Es gibt weder eine Anfrage noch ein Konto mit dieser ID. Anfragen werden 7 Tage aufbewahrt.',
  'said.noAddress': 'Dieses Konto hat keine Adresse, an die E-Mails gesendet werden können.',
  'said.accountsElsewhere': 'Die Benutzer sind die Ihrer Anwendung, {place}: Ändern Sie sie dort.',
  'said.eventRetried':
    '{deliveries, plural, one {# Zustellung wird} other {# Zustellungen werden}} jetzt versucht.',
  'said.noDelivery':
    'Nichts zuzustellen: Es kam an, es gibt es nicht mehr, oder der Webhook ist aus. {command} schaltet ihn ein.',
  'said.noWebhook':
    'Nichts wurde zugestellt: {names} {webhooks, plural, one {steht} other {stehen}} nicht mehr in den Einstellungen. Tragen Sie {webhooks, plural, one {den Webhook} other {die Webhooks}} wieder ein und starten Sie neu, um zuzustellen, oder verwerfen Sie, was noch wartet, mit {command}.',

  'said.queueMoves':
    '{jobs, plural, =0 {Kein Auftrag wartet.} one {# Auftrag wartet.} other {# Aufträge warten.}}',
  'said.queueStands':
    '{jobs, plural, one {# neuer Auftrag wartet} other {# neue Aufträge warten}}, der älteste seit {duration}: Kein Worker läuft, oder alle sind beschäftigt.',
  'said.unknownJobs':
    '{jobs, plural, one {# Auftrag einer anderen Version wartet} other {# Aufträge einer anderen Version warten}}: {kinds}. Starten Sie einen Worker dieser Version, oder aktualisieren Sie diesen.',
  'said.webhooksRemoved':
    '{jobs, plural, one {# Ereignis wartet} other {# Ereignisse warten}} auf {webhooks, plural, one {einen Webhook, der nicht mehr in den Einstellungen steht} other {Webhooks, die nicht mehr in den Einstellungen stehen}}: {names}. Tragen Sie {webhooks, plural, one {ihn} other {sie}} wieder ein, oder verwerfen Sie die Ereignisse mit {command}.',
  'said.workerRuns': 'Der Worker dieses Prozesses läuft.',
  'said.workerSilent':
    'Der Worker dieses Prozesses hat geendet. Suchen Sie im Log nach worker.error, und starten Sie ihn neu.',
  'said.workerElsewhere':
    'Worker laufen in anderen Prozessen. Was sie tun, zeigt die Warteschlange.',
  'said.leases':
    'Worker halten {jobs, plural, one {# Auftrag} other {# Aufträge}}; der älteste wurde vor {duration} erneuert.',
  'said.mailLeaves': 'E-Mails gehen hinaus: Kein Worker meldet Schwierigkeiten.',
  'said.mailCaught':
    'Es ist kein E-Mail-Server eingerichtet: Das eingebaute Postfach bewahrt die E-Mails auf.',
  'said.secretsAgree': 'Alle Prozesse haben dasselbe Geheimnis.',
  'said.databaseTakesWrites': 'Die Datenbank antwortet und nimmt Änderungen an.',
  'said.databaseReadOnly':
    'Die Datenbank nimmt keine Änderungen an: Sie ist ein Standby, oder default_transaction_read_only ist an, wie es Dienste bei voller Festplatte setzen. DATABASE_URL muss zum primären Server führen; schaffen Sie dort Platz.',
  'said.secretsDiffer':
    'Ein Prozess hat ein anderes Geheimnis, deshalb lehnt jeder die Codes des anderen ab. Geben Sie allen dasselbe LATCHKEY_SECRET.',
  'said.accountsOwn': 'Die Konten sind unsere eigenen.',
  'said.accountsFit': 'Die Benutzer sind die Ihrer Anwendung, {place}.',
  'said.accountsMisfit':
    'Die Benutzer Ihrer Anwendung, {place}, passen nicht mehr zu den Einstellungen. {command} sagt, warum.',
  'said.webhooksHear':
    '{waiting, plural, =0 {Kein Ereignis wartet.} one {# Ereignis wartet.} other {# Ereignisse warten.}}',
  'said.webhooksBehind':
    '{waiting, plural, one {# Ereignis wartet} other {# Ereignisse warten}}. Seit {duration} hat ein Webhook nicht erfahren, dass Sitzungen beendet wurden. {command} erklärt seine Antwort.',
  'said.limitsOff': 'Die Limits sind abgeschaltet (RATE_LIMITS=off): Nichts bremst das Raten.',

  'said.countAsked':
    'Angefordert: Anfragen, die in dieser Zeit angenommen wurden. Von einem Limit abgelehnte und von Betreibern ausgestellte Links zählen nicht.',
  'said.countEmailed':
    'Link gesendet: die davon, für die der E-Mail-Server eine E-Mail mit Link angenommen hat. Die E-Mail an ein Konto ohne Passwort hat keinen, und ebenso wenig eine an eine Adresse ohne Konto.',
  'said.countOpened':
    'Geöffnet: die davon, deren Link auf unserer Seite geöffnet wurde oder deren Code richtig war. Ein Filter, der Skripte ausführt, zählt als Person.',
  'said.countChanged': 'Geändert: die davon, nach denen das Passwort geändert wurde.',
  'said.countLimits':
    'Jeder Prozess schreibt Ablehnungen alle {duration}; nach einem Absturz fehlen die letzten. Aufträge werden bis {most} gezählt.',
})
