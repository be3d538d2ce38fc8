import { translation } from '../../texts.ts'
import type { operator as english } from '../en/operator.ts'

export const operator = translation<typeof english>('fr', {
  'shell.operators': 'Opérateurs',
  'shell.actsAs': 'Vous agissez en tant que',
  'shell.skip': 'Aller au contenu',
  'shell.screens': 'Écrans',
  'shell.noPasswords':
    'Personne ne peut choisir ici un mot de passe pour quelqu’un d’autre. Chacun le fait soi-même, avec le lien ou le code reçu par e‑mail.',
  'shell.overview': 'Vue d’ensemble',
  'shell.emails': 'E-mails',
  'shell.people': 'Personnes',
  'shell.limits': 'Limites',
  'shell.webhooks': 'Webhooks',
  'shell.audit': 'Journal d’audit',
  'shell.session': 'Session',
  'live.connecting': 'Connexion…',
  'live.on': 'En direct',
  'live.lost': 'Reconnexion… L’affichage n’est peut-être plus à jour.',

  'enter.title': 'Pour les opérateurs',
  'enter.how':
    'Cette page s’ouvre avec un lien à usage unique. Exécutez {command} sur le serveur, puis ouvrez dans ce navigateur le lien affiché.',
  'enter.busy': 'Ouverture de la page…',
  'enter.used':
    'Ce lien a déjà servi. Chaque lien ne fonctionne qu’une fois. Pour en obtenir un autre, exécutez {command}.',
  'enter.expired': 'Ce lien a expiré. Pour en obtenir un autre, exécutez {command}.',
  'enter.unknown':
    'Ce serveur ne connaît pas ce lien : il en manque peut-être une partie, ou un autre serveur l’a créé. Pour en obtenir un autre, exécutez {command}.',
  'enter.ended': 'Votre session est terminée. Pour obtenir un autre lien, exécutez {command}.',
  'enter.left': 'Vous êtes sorti. Ce navigateur ne peut plus rien voir ici.',
  'enter.goOn': 'Continuer en tant que {operator}',
  'enter.proxy':
    'Si cette page se trouve derrière l’authentification unique de votre organisation, ouvrez-la à l’adresse qui passe par celle-ci.',
  'enter.audited': 'Ce qui est cherché et fait ici est inscrit au journal d’audit.',

  'problem.notEntered': 'Votre session est terminée. Rien n’a été fait.',
  'problem.input': 'Le serveur n’a pas compris. Rechargez la page et réessayez.',
  'problem.notFound': 'Cela n’existe plus. Il a peut-être été purgé.',
  'problem.forbidden':
    'Le serveur a refusé cet appel, car il venait d’un autre site ou d’un proxy qui n’est pas de confiance.',
  'problem.rateLimited': 'Trop d’essais. Réessayez dans {duration}.',
  'problem.unavailable':
    'Le serveur n’a pas pu le faire, sans doute parce qu’il ne joint pas sa base de données.',
  'problem.unreachable': 'Le serveur n’a pas répondu.',
  'problem.failed': 'Quelque chose a échoué sur cette page.',

  'list.more': 'Afficher les plus anciens',
  'list.moreBusy': 'Chargement…',
  'list.all': 'Tout',
  'list.shown': '{count, plural, one {# entrée} other {# entrées}}',
  'list.noneFound': 'Rien n’a été trouvé.',
  'list.reload': 'Recharger',

  'act.reason': 'Motif',
  'act.reasonHint': 'Il figure au journal d’audit avec votre nom, {operator}.',
  'act.reasonMissing': 'Dites pourquoi, en quelques mots.',
  'act.reasonOneLine': 'Une seule ligne, sans tabulation ni autre caractère de contrôle.',
  'act.reasonTooLong': '{count} caractères au plus.',
  'act.cancel': 'Annuler',
  'act.busy': 'Un instant…',
  'act.close': 'Fermer',
  'act.whatHappens': 'Ce qui va se passer',

  'overview.title': 'Vue d’ensemble',
  'overview.attention': 'Ce qui vous attend',
  'overview.allWell': 'Rien ne vous attend pour l’instant.',
  'overview.failed':
    '{count, plural, one {# e‑mail a été abandonné.} other {# e‑mails ont été abandonnés.}}',
  'overview.waiting':
    '{count, plural, one {# e‑mail attend un nouvel essai.} other {# e‑mails attendent un nouvel essai.}}',
  'overview.webhooksFailed':
    '{count, plural, one {# événement n’a pas atteint son webhook.} other {# événements n’ont pas atteint leur webhook.}}',
  'overview.limitsBit': 'Des limites ont refusé quelque chose ces dernières 24 heures : {list}.',
  'overview.look': 'Voir',
  'overview.funnel': 'Récupérations',
  'overview.range': 'Période',
  'overview.today': 'Aujourd’hui',
  'overview.day': '24 heures',
  'overview.week': '7 jours',
  'overview.asked': 'E-mail demandé',
  'overview.emailed': 'Lien envoyé',
  'overview.opened': 'Lien ouvert ou code saisi',
  'overview.changed': 'Mot de passe modifié',
  'overview.rate': '{percent} % de l’étape précédente',
  'overview.none': 'Personne n’a demandé d’e‑mail pendant cette période.',
  'overview.noneHint': 'La première demande apparaîtra ici d’elle-même.',
  'overview.notCounted':
    'Les nombres n’ont pas pu être calculés : la base de données est lente ou injoignable.',
  'overview.notEmailed': 'Pourquoi certains n’ont pas reçu de lien',
  'overview.noPassword':
    'Envoyé sans lien : le compte n’a pas de mot de passe, car la connexion se fait ailleurs.',
  'overview.noAccount': 'Envoyé sans lien : aucun compte n’avait cette adresse.',
  'overview.counting': 'Comment c’est compté',
  'overview.health': 'Workers et file d’attente',
  'overview.queue': 'File d’attente',
  'overview.fresh': 'Nouvelles tâches',
  'overview.again': 'Tâches à réessayer',
  'overview.events': 'Événements pour les webhooks',
  'overview.leased': 'Tâches en cours',
  'overview.noJobs': 'Aucune',
  'overview.jobsOldest': '{count}, la plus ancienne depuis {duration}',
  'overview.atLeast': 'au moins {count}',

  'part.database': 'Base de données',
  'part.queue': 'File d’attente',
  'part.worker': 'Worker',
  'part.mail': 'E-mails',
  'part.secret': 'Secret du serveur',
  'part.accounts': 'Comptes',
  'part.webhooks': 'Webhooks',
  'part.removed-webhooks': 'Webhooks retirés',
  'part.limits': 'Limites',
  'status.ok': 'En ordre',
  'status.warning': 'À surveiller',
  'status.problem': 'Problème',

  'kind.recovery': 'E-mail avec un lien et un code',
  'kind.password-changed': 'Avis de mot de passe modifié',
  'kind.no-password': 'E-mail qui explique comment se connecter',
  'kind.no-account': 'E-mail qui dit qu’il n’y a pas de compte',
  'kind.link-issued': 'Avis d’un lien créé par un opérateur',
  'kind.reset-required': 'E-mail qui demande un nouveau mot de passe',

  'state.sending': 'En cours d’envoi',
  'state.delayed': 'En attente',
  'state.handed-over': 'Accepté',
  'state.suppressed': 'Non envoyé',
  'state.dead': 'Abandonné',

  'emails.title': 'E-mails',
  'emails.intro':
    'Tous les e‑mails de ces derniers jours, pourquoi ils attendent ou ont échoué, et ce qui aide.',
  'emails.state': 'État',
  'emails.unknownRecipient': 'Destinataire plus connu',
  'emails.retry': 'Essayer maintenant',
  'emails.retryTitle': 'Réessayer cet e‑mail ?',
  'emails.retryWaiting': 'Son prochain essai a lieu maintenant et non plus tard.',
  'emails.retryDead':
    'Il retourne dans la file et est essayé maintenant, si sa demande est encore ouverte.',
  'emails.retryOnce':
    'Si un essai précédent est bien arrivé, la personne reçoit l’e‑mail deux fois. Les deux sont valables.',
  'emails.request': 'Sa demande',
  'emails.attempts': '{count, plural, one {# essai} other {# essais}}',
  'emails.none': 'Il n’y a pas d’e‑mail de ce genre.',
  'emails.noneHint': 'Un e‑mail qui attend ou échoue apparaît ici de lui-même, avec sa cause.',

  'advice.setup':
    'Corrigez ce que dit la réponse. Si cela change un réglage de Latchkey, redémarrez le serveur. Les e‑mails en attente partiront alors d’eux-mêmes. Pour voir chaque étape : {command}',
  'advice.busy':
    'En général, il n’y a rien à faire. Si cela dure, adressez-vous aux responsables du serveur de messagerie.',
  'advice.unreachable':
    'Vérifiez que le serveur de messagerie fonctionne et que ce serveur-ci le joint. Pour voir chaque étape : {command}',
  'advice.unclear':
    'En général, il n’y a rien à faire. Le serveur de messagerie est lent, ou la connexion a été coupée.',
  'advice.refused':
    'Le côté qui reçoit ne veut pas de cet e‑mail. Si la réponse porte sur la boîte de réception, il faut une autre adresse à la personne ; si elle porte sur vous, corrigez SPF, DKIM ou DMARC.',
  'advice.unmailable':
    'Prévenez les responsables de cette installation : l’e‑mail n’a pas pu être composé.',
  'advice.undeliverable':
    'Le domaine de l’adresse n’accepte pas d’e‑mail. Il faut une autre adresse à la personne.',

  'people.title': 'Personnes',
  'people.intro':
    'Pourquoi quelqu’un n’a-t-il pas reçu d’e‑mail ? Cherchez son adresse, ou l’identifiant de son compte ou d’une demande.',
  'people.subject': 'Adresse, ou identifiant d’une demande ou d’un compte',
  'people.subjectHint':
    'L’adresse entière ou l’identifiant entier. La recherche est inscrite au journal d’audit.',
  'people.missing': 'Saisissez une adresse, ou l’identifiant d’une demande ou d’un compte.',
  'people.notAnAddress': 'Ce n’est ni une adresse ni l’identifiant d’une demande ou d’un compte.',
  'people.search': 'Chercher',
  'people.searching': 'Recherche…',
  'people.news': 'Il y a peut-être du nouveau depuis votre recherche.',
  'people.again': 'Chercher de nouveau',
  'people.account': 'Compte',
  'people.acts': 'Ce que vous pouvez faire',
  'people.id': 'Identifiant',
  'people.status': 'État',
  'people.active': 'Actif',
  'people.disabled': 'Désactivé',
  'people.password': 'Mot de passe',
  'people.hasPassword': 'Il y en a un',
  'people.noPassword': 'Aucun : la connexion se fait ailleurs',
  'people.changedAt': 'Modifié',
  'people.language': 'Langue',
  'people.languageNotSet': 'Non définie : celle de ses demandes',
  'people.created': 'Depuis',
  'people.sessions': 'Sessions',
  'people.openSecrets': 'Liens et codes valables',
  'people.requests': 'Demandes',
  'people.request': 'Demande, {moment}',
  'people.open': 'Ouverte',
  'people.closed': 'Close',
  'people.notices': 'Avis',
  'people.suppressions': 'Signalements sur cette adresse',
  'people.revoke': 'Tout révoquer',
  'people.revokeTitle': 'Tout révoquer pour {address} ?',
  'people.revokeSecrets': 'Tous les liens et codes envoyés cessent de fonctionner.',
  'people.revokeSessions': 'Tous les appareils sont déconnectés.',
  'people.revokePassword':
    'Le mot de passe reste. La personne peut se connecter avec lui, ou demander un autre e‑mail.',
  'people.unsuppress': 'Envoyer de nouveau des e‑mails',
  'people.unsuppressTitle': 'Envoyer de nouveau des e‑mails à {address} ?',
  'people.unsuppressEffect':
    'Les signalements sur cette adresse sont levés. Le prochain e‑mail part comme d’habitude.',
  'people.unsuppressService':
    'Si votre service de messagerie tient une telle liste, retirez-en aussi l’adresse.',
  'people.disable': 'Désactiver le compte',
  'people.disableTitle': 'Désactiver le compte de {address} ?',
  'people.disableEffect':
    'Personne ne peut s’y connecter, et il ne reçoit aucun e‑mail, jusqu’à ce qu’il soit réactivé.',
  'people.enable': 'Réactiver le compte',
  'people.enableTitle': 'Réactiver le compte de {address} ?',
  'people.enableEffect':
    'La personne peut de nouveau se connecter et demander des e‑mails. Ce qui a été révoqué le reste.',
  'people.nothingToDo': 'Il n’y a rien à faire ici pour cette adresse.',

  'limits.title': 'Limites',
  'limits.intro':
    'Combien de fois chaque limite a refusé quelque chose. La personne refusée apprend combien de temps attendre.',
  'limits.hour': 'Dernière heure',
  'limits.refused': 'Refus',
  'limits.name': 'Limite',
  'limits.newest': 'Dernier refus : heure du {moment}',
  'limits.window': '{count} en {duration}',
  'limits.inARow': '{count} de suite',
  'limits.derived': 'découle d’une autre limite',
  'limits.none': 'Aucune limite n’a rien refusé ces 7 derniers jours.',
  'limits.off': 'Les limites sont désactivées : RATE_LIMITS=off.',
  'limits.quiet': '{count, plural, one {# limite} other {# limites}} sans refus',
  'limit.request-by-client': 'Demandes d’un réseau',
  'limit.request-by-address-and-client': 'Demandes d’un réseau pour une adresse',
  'limit.request-in-all': 'Toutes les demandes',
  'limit.mail-by-address': 'E-mails à une adresse',
  'limit.proof-by-client': 'Codes et liens essayés depuis un réseau',
  'limit.guess-by-address': 'Codes essayés pour une adresse',
  'limit.guess-in-all': 'Tous les codes faux',
  'limit.sign-in-by-client': 'Connexions depuis un réseau',
  'limit.sign-in-by-address-and-client': 'Connexions depuis un réseau à une adresse',
  'limit.sign-in-by-address': 'Connexions de nouveaux appareils à une adresse',
  'limit.mail-by-address-and-client': 'E-mails à une adresse demandés par un réseau',
  'limit.request-in-all-by-client': 'Part d’un réseau dans toutes les demandes',
  'limit.guess-in-all-by-client': 'Part d’un réseau dans tous les codes faux',
  'limit.guess-without-request': 'Codes pour une adresse sans sa demande',
  'limit.guess-in-a-row': 'Codes faux de suite pour une adresse',
  'limit.sign-in-in-a-row': 'Échecs de connexion de suite à une adresse',

  'webhooks.title': 'Webhooks',
  'webhooks.intro': 'Ce que vos autres systèmes ont appris, et ce qui ne les a pas atteints.',
  'webhooks.none': 'Aucun webhook n’est configuré.',
  'webhooks.noneHint':
    'Avec {setting}, vos autres systèmes apprennent par exemple qu’un mot de passe a été modifié.',
  'webhooks.on': 'Actif',
  'webhooks.off': 'Inactif : il a répondu qu’il ne veut plus rien',
  'webhooks.removed': 'Retiré des réglages',
  'webhooks.delivered': 'Livrés en 7 jours',
  'webhooks.waiting': 'En attente',
  'webhooks.oldest': 'le plus ancien depuis {duration}',
  'webhooks.failed': 'Abandonnés',
  'webhooks.lastFailure': 'Dernier échec',
  'webhooks.events': 'Événements',
  'webhooks.which': 'Quels événements',
  'webhooks.onlyFailed': 'Non livrés',
  'webhooks.data': 'Contenu',
  'webhooks.delivery.waiting': 'Pas encore essayé',
  'webhooks.delivery.delayed': 'Réessayé plus tard',
  'webhooks.delivery.delivered': 'Livré',
  'webhooks.delivery.dead': 'Abandonné',
  'webhooks.delivery.dropped': 'Abandonné par un opérateur',
  'webhooks.answered': 'Réponse : {answer}',
  'webhooks.next': 'Prochain essai : {moment}',
  'webhooks.nobody': 'Aucun webhook ne veut cet événement.',
  'webhooks.retry': 'Livrer de nouveau',
  'webhooks.retryTitle': 'Livrer de nouveau cet événement ?',
  'webhooks.retryEffect':
    'Il est envoyé maintenant à chaque webhook qui le veut et ne l’a pas reçu.',
  'webhooks.retryTwice': 'Un webhook qui le reçoit deux fois le reconnaît à son identifiant.',
  'webhooks.noEvents': 'Il n’y a pas eu d’événement ces 7 derniers jours.',
  'webhooks.noFailed': 'Chaque événement a été livré ou est encore en route.',

  'audit.title': 'Journal d’audit',
  'audit.intro':
    'Ce qui s’est passé et qui l’a fait, du plus récent au plus ancien. Rien ne peut être modifié ni retiré ici.',
  'audit.kind': 'Ce qui s’est passé',
  'audit.operator': 'Opérateur',
  'audit.request': 'Identifiant d’une demande',
  'audit.filter': 'Filtrer',
  'audit.clear': 'Tout afficher',
  'audit.badRequest': 'Saisissez l’identifiant entier, ou laissez le champ vide.',
  'audit.by': 'Par {operator}',
  'audit.reason': 'Motif : {reason}',
  'audit.count': 'Nombre : {count}',
  'audit.requestOf': 'Demande {id}',
  'audit.accountOf': 'Compte {id}',
  'audit.found': 'Trouvé',
  'audit.none': 'Rien n’a encore été inscrit.',
  'audit.noneFound': 'Aucune entrée ne correspond.',
  'audit.noneHint': 'Filtrez moins, ou affichez tout.',

  'audited.requested': 'Un e‑mail a été demandé',
  'audited.link-opened': 'Le lien a été ouvert',
  'audited.code-verified': 'Un code a été saisi',
  'audited.code-verified.verified': 'Le bon code a été saisi',
  'audited.code-verified.refused': 'Un code a été refusé',
  'audited.password-changed': 'Le mot de passe a été modifié',
  'audited.password-changed.refused': 'Un nouveau mot de passe a été refusé',
  'audited.change-undone': 'L’application a annulé un changement de mot de passe',
  'audited.not-me': 'Quelqu’un a signalé : ce n’était pas moi',
  'audited.signed-in': 'Quelqu’un s’est connecté',
  'audited.signed-in.refused': 'Une connexion a été refusée',
  'audited.signed-out': 'Quelqu’un s’est déconnecté',
  'audited.revoked': 'Des liens, codes et sessions ont été révoqués',
  'audited.revoked.everything': 'Tout a été révoqué pour tout le monde',
  'audited.revoked.account': 'Tout a été révoqué pour un compte',
  'audited.unsuppressed': 'Des e‑mails partent de nouveau vers une adresse',
  'audited.account-changed': 'Un compte a été modifié',
  'audited.account-changed.added': 'Un compte a été ajouté',
  'audited.account-changed.disabled': 'Un compte a été désactivé',
  'audited.account-changed.enabled': 'Un compte a été réactivé',
  'audited.account-changed.removed': 'Un compte a été supprimé',
  'audited.account-changed.moved': 'Un compte a reçu une autre adresse',
  'audited.account-changed.locale-set': 'Un compte a reçu une autre langue',
  'audited.account-changed.password-set': 'Un mot de passe a été défini en ligne de commande',
  'audited.accounts-imported': 'Des comptes ont été importés',
  'audited.link-issued': 'Un lien a été établi pour quelqu’un',
  'audited.reset-required': 'Des personnes doivent choisir un nouveau mot de passe',
  'audited.reset-required.locked':
    'Un mot de passe a été rendu inutilisable, et un nouveau doit être choisi',
  'audited.webhook-events': 'Des événements ont été livrés de nouveau',
  'audited.webhook-jobs': 'Des événements d’un webhook retiré ont été abandonnés',
  'audited.message-retried': 'Un e‑mail a été réessayé',
  'audited.searched': 'Un opérateur a cherché',
  'audited.searched.address': 'Un opérateur a cherché une adresse',
  'audited.searched.request': 'Un opérateur a cherché une demande',
  'audited.searched.account': 'Un opérateur a cherché un compte',
  'audited.operator-link': 'Un lien vers cette page a été établi',
  'audited.operator-session': 'Un opérateur est entré ou sorti',
  'audited.operator-session.by-link': 'Un opérateur est entré avec un lien',
  'audited.operator-session.by-proxy': 'Un opérateur est entré par l’authentification unique',
  'audited.operator-session.ended': 'Un opérateur est sorti',
  'audited.operator-session.all-ended': 'Toutes les sessions d’opérateurs ont été terminées',

  'session.title': 'Session',
  'session.who': 'Qui vous êtes',
  'session.operator': 'Votre nom au journal d’audit',
  'session.entry': 'Entrée par',
  'session.byLink': 'un lien à usage unique',
  'session.byProxy': 'l’authentification unique de votre organisation',
  'session.enteredAt': 'Depuis',
  'session.expiresAt': 'Se termine au plus tard',
  'session.idle': 'Se termine sans usage après',
  'session.version': 'Version',
  'session.accounts': 'Comptes',
  'session.own': 'Les nôtres',
  'session.elsewhere': 'Ceux de votre application, {place}',
  'session.kept': 'Conservation',
  'session.keptDays':
    'Demandes, e‑mails et événements : {requests, plural, one {# jour} other {# jours}} ; journal d’audit : {audit, plural, one {# jour} other {# jours}}.',
  'session.leave': 'Sortir',
  'session.leaving': 'Sortie…',
  'session.proxyLeave':
    'Votre organisation vous identifie à chaque appel : pour sortir, déconnectez-vous auprès d’elle.',
  'session.command': 'En ligne de commande',
  'session.commandText': 'Tout ce qui est ici est aussi une commande. {command} en donne la liste.',

  'said.handedOver': 'Le serveur de messagerie l’a accepté. Réponse : {answer}',
  'said.handedOverLate':
    'Le serveur de messagerie l’a accepté à l’essai {attempt}. Réponse : {answer}',
  'said.held': 'Retenu, car les réglages d’envoi sont faux et rien ne part : {answer}',
  'said.delayed.setup':
    'Retardé : le serveur de messagerie n’accepte pas cet e‑mail de notre part. {answer}',
  'said.delayed.unreachable': 'Retardé : le serveur de messagerie était injoignable. {answer}',
  'said.delayed.unclear':
    'Retardé : le serveur de messagerie avait l’e‑mail, mais n’a pas dit s’il l’acceptait. {answer}',
  'said.delayed.busy': 'Retardé : le serveur de messagerie a demandé d’essayer plus tard. {answer}',
  'said.beingSent': 'En cours d’envoi, essai {attempt}.',
  'said.interrupted': 'L’essai {attempt} a été interrompu.',
  'said.suppressed.limit':
    'Non envoyé : cette adresse avait atteint sa limite d’e‑mails. Le prochain part dès que la limite le permet.',
  'said.suppressed.no-account': 'Non envoyé : aucun compte n’avait cette adresse.',
  'said.suppressed.disabled': 'Non envoyé : le compte était désactivé.',
  'said.suppressed.undeliverable':
    'Non envoyé : le domaine de cette adresse n’accepte pas d’e‑mail.',
  'said.suppressed.bounced':
    'Non envoyé : le service de messagerie avait signalé que cette boîte n’existe pas.',
  'said.suppressed.complained':
    'Non envoyé : un de nos e‑mails avait été signalé comme indésirable.',
  'said.expired': 'Abandonné : il a expiré avant de pouvoir être envoyé.',
  'said.unmailable': 'Abandonné : l’e‑mail n’a pas pu être composé. {answer}',
  'said.rejected':
    'Abandonné : le serveur de messagerie l’a refusé définitivement. Réponse : {answer}',
  'said.mayBeDoubled':
    'Il est peut-être arrivé plus d’une fois : {attempts, plural, one {# essai s’est interrompu} other {# essais se sont interrompus}} après que le serveur de messagerie a pu l’accepter.',
  'said.nextAttempt': 'Prochain essai : {moment}.',
  'said.attemptDue': 'Le prochain essai est prévu maintenant.',
  'said.retriedNow': 'Il est réessayé en ce moment.',
  'said.notInQueue': 'Il n’est plus dans la file.',
  'said.trouble.setup':
    'Aucun e‑mail parti depuis {since} : les réglages d’envoi sont faux, ou les serveurs de messagerie se méfient de nous. {answer}',
  'said.trouble.busy':
    'Le serveur de messagerie remet chaque e‑mail à plus tard depuis {since}. {answer}',
  'said.trouble.refused':
    'Le serveur de messagerie refuse chaque destinataire depuis {since}. {answer}',
  'said.trouble.unreachable': 'Le serveur de messagerie est injoignable depuis {since}. {answer}',
  'said.trouble.unclear':
    'Le serveur de messagerie ne dit plus ce que deviennent les e‑mails depuis {since}. {answer}',
  'said.trouble.times': 'Dernier essai : {tried}. Prochain : {next}.',
  'said.trouble.tried': 'Dernier essai : {tried}. Chaque e‑mail est réessayé à son heure.',

  'said.asked': 'Demandé avec {device}.',
  'said.askedUnknown': 'Demandé avec un appareil inconnu.',
  'said.madeByHand': 'Un lien a été créé à la main : {operator}.',
  'said.emailQueued':
    'Son e‑mail est dans la file, et aucun worker ne l’a pris. Un worker fonctionne-t-il ? Cherchez worker.started et worker.error dans le journal du serveur.',
  'said.linkOpened': 'Le lien a été ouvert.',
  'said.codeRight': 'Le bon code a été saisi.',
  'said.codeRefused': 'Un code a été refusé : il était faux ou n’était plus valable.',
  'said.linkUsed': 'Le lien a été utilisé.',
  'said.linkVoided': 'Un lien a été révoqué avant d’être utilisé.',
  'said.linkExpired': 'Un lien a expiré sans être utilisé.',
  'said.passwordChanged': 'Le mot de passe a été modifié.',
  'said.wrongCodes':
    'Des codes faux ont été saisis {times, plural, one {une fois} other {# fois}}.',
  'said.codesDisabled': 'Ses codes sont désactivés ; son lien fonctionne jusqu’à son expiration.',
  'said.linkWorksUntil': 'Le lien de son e‑mail fonctionne jusqu’à : {moment}.',
  'said.handLinkWorksUntil': 'Le lien créé à la main fonctionne jusqu’à : {moment}.',
  'said.lookElsewhere':
    'Si l’e‑mail n’est pas arrivé, regardez dans le dossier indésirable, le journal du serveur de messagerie et vos enregistrements SPF, DKIM et DMARC.',
  'said.openUntil': 'Ouverte jusqu’à : {moment}.',
  'said.closedAt': 'Close : {moment}.',

  'said.noAccount': 'Aucun compte n’a l’adresse {address}.',
  'said.accountIsThere': 'Il y a un compte pour {address}.',
  'said.accountDisabled': 'Le compte de {address} est désactivé : il ne reçoit aucun e‑mail.',
  'said.accountNoPassword':
    'Le compte de {address} n’a pas de mot de passe, car la connexion se fait ailleurs : il reçoit un e‑mail qui le dit, sans lien ni code.',
  'said.accountShared':
    '{count} utilisateurs actifs de votre application partagent {address}, donc aucun ne reçoit d’e‑mail : personne ne sait à qui il serait. « duplicates » dans la table de correspondance en décide.',
  'said.accountNear': 'Il y a un compte à une adresse presque identique : {addresses}.',
  'said.accountRevoked': 'Un opérateur a révoqué tous les liens, codes et sessions ({moment}).',
  'said.accountLocked':
    'Un opérateur a rendu le mot de passe inutilisable ({moment}) : le titulaire du compte doit en choisir un autre.',
  'said.changeUndone':
    'Votre application a réécrit le mot de passe d’avant une récupération (constaté : {moment}) : l’ancien mot de passe fonctionnait de nouveau. docs/operating.md dit que faire.',
  'said.noRequests':
    'Il n’y a pas eu de demande ces 7 derniers jours. Celles qu’une limite a refusées, ou pour une autre graphie, ne figurent pas ici.',
  'said.moreRequests': 'Les demandes plus anciennes ne figurent pas ici.',

  'said.report.bounced':
    'Signalement du service de messagerie ({reported}) : cette boîte n’existe pas. Texte : {detail}',
  'said.report.complained':
    'Signalement du service de messagerie ({reported}) : un de nos e‑mails a été qualifié d’indésirable. Texte : {detail}',
  'said.suppressionLasts': 'Aucun e‑mail ne lui est envoyé jusqu’à : {until}.',
  'said.suppressionParts':
    'Pas d’avis jusqu’à : {until} ; pas d’e‑mail avec lien et code jusqu’à : {recoveryUntil}.',
  'said.suppressionEnded': 'Aucun e‑mail ne lui a été envoyé jusqu’à : {until}.',
  'said.suppressionLifted': 'Un opérateur l’a levé ({moment}).',

  'said.emailHurried': 'Il est essayé maintenant.',
  'said.emailRequeued': 'Il est de retour dans la file et est essayé maintenant.',
  'said.noRetry.unknown': 'Cet e‑mail n’existe plus. Ils sont conservés 7 jours.',
  'said.noRetry.under-way': 'Il est en cours d’envoi.',
  'said.noRetry.handed-over':
    'Le serveur de messagerie l’a déjà accepté. Son journal dit ce qu’il est devenu.',
  'said.noRetry.suppressed': 'Il a été omis à dessein. La personne peut en demander un autre.',
  'said.noRetry.too-late':
    'Il est trop tard : sa demande est close, ou le mot de passe a été modifié il y a plus d’un jour. La personne peut en demander un autre.',
  'said.revoked':
    'Révoqué : {sessions, plural, one {# session terminée} other {# sessions terminées}}, {secrets, plural, one {# lien ou code annulé} other {# liens et codes annulés}}. Le mot de passe reste.',
  'said.disabled':
    'Désactivé : {sessions, plural, one {# session terminée} other {# sessions terminées}}, {secrets, plural, one {# lien ou code annulé} other {# liens et codes annulés}}.',
  'said.enabled': 'Le compte est réactivé.',
  'said.alreadyDisabled': 'Il était déjà désactivé. Rien n’a changé.',
  'said.alreadyEnabled': 'Il était déjà actif. Rien n’a changé.',
  'said.unsuppressed':
    'Des e‑mails lui sont de nouveau envoyés. La personne peut en demander un ; les demandes faites entre-temps comptent dans la limite d’e‑mails. Si le service de messagerie tient sa propre liste, retirez-en aussi l’adresse.',
  'said.nothingSuppressed': 'Rien ne retient les e‑mails vers cette adresse.',
  'said.noRequest':
    'Il n’y a ni demande ni compte avec cet identifiant. Les demandes sont conservées 7 jours.',
  'said.noAddress': 'Ce compte n’a pas d’adresse à laquelle des e‑mails peuvent être envoyés.',
  'said.accountsElsewhere':
    'Les utilisateurs sont ceux de votre application, {place} : modifiez-les là-bas.',
  'said.eventRetried':
    '{deliveries, plural, one {# livraison est essayée} other {# livraisons sont essayées}} maintenant.',
  'said.noDelivery':
    'Rien à livrer : il est arrivé, n’existe plus, ou son webhook est inactif. {command} le réactive.',
  'said.noWebhook':
    'Rien n’a été livré : {names} {webhooks, plural, one {n’est plus} other {ne sont plus}} dans les réglages. {webhooks, plural, one {Remettez le webhook} other {Remettez les webhooks}} et redémarrez pour livrer, ou abandonnez ce qui attend encore avec {command}.',

  'said.queueMoves':
    '{jobs, plural, =0 {Aucune tâche n’attend.} one {# tâche attend.} other {# tâches attendent.}}',
  'said.queueStands':
    '{jobs, plural, one {# nouvelle tâche attend} other {# nouvelles tâches attendent}}, la plus ancienne depuis {duration} : aucun worker ne fonctionne, ou tous sont occupés.',
  'said.unknownJobs':
    '{jobs, plural, one {# tâche d’une autre version attend} other {# tâches d’une autre version attendent}} : {kinds}. Lancez un worker de cette version, ou mettez celui-ci à jour.',
  'said.webhooksRemoved':
    '{jobs, plural, one {# événement attend} other {# événements attendent}} {webhooks, plural, one {un webhook qui n’est plus dans les réglages} other {des webhooks qui ne sont plus dans les réglages}} : {names}. {webhooks, plural, one {Remettez-le} other {Remettez-les}}, ou abandonnez les événements avec {command}.',
  'said.workerRuns': 'Le worker de ce processus fonctionne.',
  'said.workerSilent':
    'Le worker de ce processus s’est arrêté. Cherchez worker.error dans le journal du serveur et redémarrez-le.',
  'said.workerElsewhere':
    'Les workers fonctionnent dans d’autres processus. La file montre ce qu’ils font.',
  'said.leases':
    'Les workers traitent {jobs, plural, one {# tâche} other {# tâches}} ; la plus ancienne a été renouvelée il y a {duration}.',
  'said.mailLeaves': 'Les e‑mails partent : aucun worker ne signale de difficulté.',
  'said.mailCaught':
    'Aucun serveur de messagerie n’est configuré : la boîte intégrée garde les e‑mails.',
  'said.secretsAgree': 'Tous les processus ont le même secret.',
  'said.databaseTakesWrites': 'La base de données répond et accepte les écritures.',
  'said.databaseReadOnly':
    'La base de données n’accepte aucune écriture : c’est un serveur de secours, ou default_transaction_read_only est activé, comme le font les services quand le disque est plein. DATABASE_URL doit mener au serveur primaire ; libérez-y de l’espace.',
  'said.secretsDiffer':
    'Un processus a un autre secret, donc chacun refuse les codes de l’autre. Donnez à tous le même LATCHKEY_SECRET.',
  'said.accountsOwn': 'Les comptes sont les nôtres.',
  'said.accountsFit': 'Les utilisateurs sont ceux de votre application, {place}.',
  'said.accountsMisfit':
    'Les utilisateurs de votre application, {place}, ne correspondent plus aux réglages. {command} dit pourquoi.',
  'said.webhooksHear':
    '{waiting, plural, =0 {Aucun événement n’attend.} one {# événement attend.} other {# événements attendent.}}',
  'said.webhooksBehind':
    '{waiting, plural, one {# événement attend} other {# événements attendent}}. Depuis {duration}, un webhook ignore que des sessions sont terminées. {command} explique sa réponse.',
  'said.limitsOff':
    'Les limites sont désactivées (RATE_LIMITS=off) : rien ne ralentit les devinettes.',

  'said.countAsked':
    'Demandés : les demandes acceptées pendant cette période. Celles qu’une limite a refusées et les liens établis par des opérateurs ne comptent pas.',
  'said.countEmailed':
    'Lien envoyé : celles pour lesquelles le serveur de messagerie a accepté un e‑mail avec un lien. L’e‑mail à un compte sans mot de passe n’en a pas, ni celui à une adresse sans compte.',
  'said.countOpened':
    'Ouverts : celles dont le lien a été ouvert sur notre page, ou dont le code était bon. Un filtre qui exécute des scripts compte comme une personne.',
  'said.countChanged': 'Modifiés : celles après lesquelles le mot de passe a été modifié.',
  'said.countLimits':
    'Chaque processus inscrit les refus toutes les {duration} ; après un plantage, les derniers manquent. Les tâches sont comptées jusqu’à {most}.',
})
