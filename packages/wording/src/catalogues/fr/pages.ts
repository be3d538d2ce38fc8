import { translation } from '../../texts.ts'
import type { pages as english } from '../en/pages.ts'

export const pages = translation<typeof english>('fr', {
  'language.label': 'Langue',
  'language.missing':
    'Les textes en {language} ne se sont pas chargés. Vérifiez votre connexion, puis choisissez de nouveau cette langue.',
  'page.start': 'Accueil',
  'page.steps': 'Étape {step} sur {total}',
  'page.newTab': '(dans un nouvel onglet)',
  'page.loading': 'Un instant…',

  'email.label': 'Adresse e‑mail',
  'email.missing': 'Saisissez votre adresse e‑mail.',
  'email.malformed': 'Saisissez une seule adresse e‑mail, comme name@example.com.',
  'email.tidied': 'Nous avons retiré ce qui entourait l’adresse. Vérifiez-la, puis continuez.',
  'email.hidden':
    'L’adresse contient un caractère invisible ({character}). Effacez-la et saisissez-la à la main.',
  'email.space': 'L’adresse contient une espace. Supprimez-la.',
  'email.localNotAscii':
    'Avant le @, seuls les lettres sans accent, les chiffres et les signes sont acceptés.',
  'email.localUnsupported':
    'Ce qui précède le @ n’est pas accepté. Vérifiez les points, les guillemets et les parenthèses.',
  'email.domainWithoutDot': 'Il manque un point après le @, comme dans example.com.',
  'email.domainInvalid': 'Ce qui suit le @ n’est pas un nom de domaine comme example.com.',
  'email.tooLong': 'Cette adresse est trop longue.',
  'email.suggestion': 'Vouliez-vous dire {address} ?',
  'email.useSuggestion': 'Utiliser {address}',

  'password.label': 'Mot de passe',
  'password.missing': 'Saisissez votre mot de passe.',
  'password.show': 'Afficher le mot de passe',
  'password.hide': 'Masquer le mot de passe',
  'password.showShort': 'Afficher',
  'password.hideShort': 'Masquer',
  'password.capsLock': 'Verr. Maj. est activé.',
  'password.edgeSpace': 'Il commence ou se termine par une espace, qui en fait partie.',

  'signIn.title': 'Connexion',
  'signIn.submit': 'Se connecter',
  'signIn.busy': 'Connexion en cours…',
  'signIn.failed': 'Cette adresse e‑mail et ce mot de passe ne correspondent à aucun compte.',
  'signIn.failedAdvice': 'Vérifiez les deux et réessayez, ou {link}.',
  'signIn.failedLink': 'choisissez un nouveau mot de passe',
  'signIn.noCookies':
    'Votre adresse et votre mot de passe sont corrects, mais votre navigateur ne conserve pas les cookies de ce site : vous n’êtes donc pas connecté. Autorisez les cookies pour ce site, puis connectez-vous de nouveau.',
  'signIn.forgot': 'Mot de passe oublié ?',
  'signIn.to': 'Se connecter à {product}',
  'signIn.changedTitle': 'Votre mot de passe a été modifié',
  'signIn.changedNext':
    'Connectez-vous avec votre nouveau mot de passe. Un e‑mail vous confirmera la modification.',
  'signIn.changed':
    'Votre mot de passe a été modifié. Tous les autres appareils ont été déconnectés, et un message vous en informe dans votre boîte de réception.',

  'home.title': 'Votre compte',
  'home.signedIn': 'Session ouverte',
  'home.signedOut': 'Session fermée',
  'home.signedOutText':
    'Connectez-vous pour continuer, ou choisissez un nouveau mot de passe si vous avez perdu l’ancien.',
  'home.account': 'Compte',
  'home.since': 'Depuis',
  'home.signOut': 'Se déconnecter',
  'home.signOutBusy': 'Déconnexion en cours…',

  'forgot.title': 'Mot de passe oublié ?',
  'forgot.intro':
    'Indiquez l’adresse avec laquelle vous vous connectez. Nous vous enverrons un lien et un code.',
  'forgot.form': 'Demander l’e‑mail',
  'forgot.submit': 'Envoyer le lien',
  'forgot.busy': 'Envoi en cours…',
  'forgot.back': 'Retour à la connexion',

  'support.lostMailbox': 'Vous n’avez plus accès à cette boîte ?',
  'support.contact': 'Écrivez à {contact}.',
  'support.visit': 'Trouvez de l’aide sur {contact}.',

  'verify.title': 'Consultez vos e‑mails',
  'verify.sent': 'S’il existe un compte pour {address}, nous y avons envoyé un lien et un code.',
  'verify.resent':
    'S’il existe un compte pour {address}, nous y avons envoyé un autre e‑mail avec un lien et un code. Les précédents restent valables jusqu’à leur expiration.',
  'verify.words': 'Dans son objet : {words}',
  'verify.demo': 'Ceci est une démonstration : les e‑mails arrivent ici.',
  'verify.openMailbox': 'Ouvrir la boîte de réception',
  'verify.openWebmail': 'Ouvrir {provider}',
  'verify.noEmail': 'Pas d’e‑mail ?',
  'verify.sender': 'Il vient de {address}. Regardez aussi dans les courriers indésirables.',
  'verify.until':
    'Le code est valable jusqu’à {time}. Le lien l’est plus longtemps, et sur tout appareil.',
  'verify.tellNobody':
    'Ne donnez le code à personne. Nous ne le demandons jamais par téléphone ni par e‑mail.',
  'verify.expiresSoon':
    'Le code est valable pendant encore {duration}. Ensuite, demandez un nouvel envoi.',
  'verify.expired':
    'Le code a sans doute expiré. Demandez un nouvel envoi pour en recevoir un autre.',
  'verify.closed':
    'Trop de codes erronés ont été saisis : nous n’en acceptons plus pour cette demande. Le lien de l’e‑mail reste valable. Vous pouvez aussi recommencer avec un nouvel e‑mail.',
  'verify.resend': 'Renvoyer',
  'verify.resendForm': 'Renvoyer l’e‑mail',
  'verify.resendBusy': 'Envoi en cours…',
  'verify.resendWait': 'Vous pourrez demander un nouvel envoi dans {duration}.',
  'verify.resendReady': 'Vous pouvez maintenant demander un nouvel envoi.',
  'verify.startOver': 'Recommencer',
  'verify.usedTitle': 'Vous avez déjà utilisé ce code',
  'verify.usedGoOn':
    'Il était correct et vous pouvez continuer. Inutile de le saisir une nouvelle fois.',
  'verify.usedText':
    'Il était correct, mais il ne sert qu’une fois. Ouvrez le lien du même e‑mail ou demandez un nouvel e‑mail.',
  'verify.anyTitle': 'Saisissez le code de votre e‑mail',
  'verify.anyText':
    'Aucun code n’a été demandé dans cet onglet, mais un code reçu par e‑mail fonctionne ici, avec l’adresse à laquelle il a été envoyé.',
  'verify.otherAddress': 'Utiliser une autre adresse',
  'verify.finishedElsewhere': 'Terminé sur un autre appareil ? Se connecter',
  'verify.nothingRequest': 'Demander un code',

  'code.form': 'Saisir le code',
  'code.label': 'Code reçu par e‑mail',
  'code.hint': 'Six chiffres. Vous pouvez coller toute la ligne.',
  'code.submit': 'Continuer',
  'code.busy': 'Vérification…',
  'code.missing': 'Saisissez le code reçu par e‑mail.',
  'code.notDigits': 'Le code ne contient que des chiffres. Copiez-le depuis l’e‑mail.',
  'code.tooShort': 'Le code comporte six chiffres. Il en manque.',
  'code.tooLong': 'Le code comporte six chiffres. Il y en a trop.',
  'code.wrong': 'Ce n’est pas le code que nous avons envoyé.',
  'code.wrongOrExpired': 'Ce code est erroné ou a expiré.',
  'code.noMatch':
    'Ce code et cette adresse ne vont pas ensemble, ou le code a expiré ou a déjà été utilisé.',
  'code.triesLeft': '{count, plural, one {Il reste # essai.} other {Il reste # essais.}}',

  'reset.title': 'Choisissez un nouveau mot de passe',
  'reset.checking': 'Vérification de votre lien…',
  'reset.account': 'Compte',
  'reset.password': 'Nouveau mot de passe',
  'reset.passwordMissing': 'Saisissez un nouveau mot de passe.',
  'reset.again': 'Confirmez le nouveau mot de passe',
  'reset.differ':
    'Les mots de passe ne correspondent pas. Saisissez de nouveau le nouveau mot de passe.',
  'reset.show': 'Afficher le nouveau mot de passe',
  'reset.hide': 'Masquer le nouveau mot de passe',
  'reset.advice': 'Quelques mots sans rapport entre eux sont faciles à retenir.',
  'reset.length': 'Au moins {count, plural, one {# caractère} other {# caractères}}',
  'reset.lengthMet':
    'Au moins {count, plural, one {# caractère} other {# caractères}} : longueur suffisante',
  'reset.lengthMissing':
    'Au moins {least, plural, one {# caractère} other {# caractères}} : {count, plural, one {il en manque #} other {il en manque #}}',
  'reset.uncommon': 'Ni un mot de passe courant, ni votre adresse, ni le nom de ce site',
  'reset.ruleMet': '(respecté)',
  'reset.ruleRefused': '(non respecté)',
  'reset.submit': 'Enregistrer le nouveau mot de passe',
  'reset.busy': 'Enregistrement…',
  'reset.done': 'Votre mot de passe a été modifié.',
  'reset.changedTitle': 'Votre mot de passe est déjà changé',
  'reset.changedText':
    'Le lien ou le code a été utilisé. Connectez-vous avec le nouveau mot de passe.',
  'reset.expiresSoon': 'Il vous reste {duration} pour le faire.',
  'reset.expiresSoonAdvice':
    'S’il vous faut plus de temps, demandez un nouveau code. Ce que vous avez saisi reste ici.',
  'reset.expired': 'Le temps imparti est écoulé',
  'reset.ticketOver':
    'Votre code était correct, mais le délai pour choisir un mot de passe est écoulé, ou le mot de passe a été changé entre-temps. Rien n’a été modifié à l’instant. Demandez un nouvel e‑mail.',
  'reset.expiredText':
    'Trop de temps a passé, ou le mot de passe a été modifié ailleurs. Si c’était vous, connectez-vous. Sinon, demandez un nouveau code et continuez : ce que vous avez saisi est toujours là.',
  'reset.renew': 'Envoyer un nouveau code',
  'reset.renewBusy': 'Envoi en cours…',
  'reset.renewSent':
    'Un nouvel e‑mail est en route vers {address}. Saisissez son code ici ; ce que vous avez saisi est conservé.',
  'reset.renewed': 'Merci, c’est le bon code. Enregistrez maintenant votre nouveau mot de passe.',
  'reset.deadTitle': 'Ce lien n’est plus valable',
  'reset.deadText':
    'Il a expiré ou a déjà été utilisé, ou un mot de passe plus récent a pris sa place. Rien n’a été modifié à l’instant.',
  'reset.nothingTitle': 'Ouvrez le lien encore une fois',
  'reset.noLinkText':
    'Cette page oublie le lien quand elle est rechargée, et un autre navigateur ne l’a jamais eu. Ouvrez de nouveau le lien de l’e‑mail, il reste valable, ou saisissez le code du même e‑mail.',
  'reset.newLink': 'Envoyer un nouveau lien',
  'reset.cutTitle': 'Ce lien n’est pas complet',
  'reset.cutText':
    'Il a été coupé ou modifié en chemin. Copiez le lien entier depuis l’e‑mail ou saisissez le code du même e‑mail.',
  'reset.enterCode': 'Saisir plutôt le code',

  'reason.tooShort': 'Utilisez au moins {count, plural, one {# caractère} other {# caractères}}.',
  'reason.tooShortUnknown': 'Utilisez plus de caractères.',
  'reason.tooLong': 'Utilisez au plus {count, plural, one {# caractère} other {# caractères}}.',
  'reason.countsMore':
    'Les lettres accentuées, les autres écritures et les emojis comptent plusieurs fois.',
  'reason.tooLongUnknown': 'Utilisez moins de caractères.',
  'reason.illFormed':
    'Il contient un caractère qui ne peut pas être utilisé. Saisissez-le de nouveau.',
  'reason.common': 'Trop de personnes l’utilisent : il est facile à deviner.',
  'reason.context': 'Il ressemble trop à votre adresse ou au nom de ce site.',
  'reason.breached':
    'Il figure dans une fuite de données survenue ailleurs : il fait partie des premiers à être essayés.',
  'strength.refused': 'Sera refusé',
  'strength.weak': 'Faible : allongez-le',
  'strength.good': 'Difficile à deviner',

  'notMe.title': 'Ce n’était pas vous ?',
  'notMe.text': 'Le mot de passe de {login} a été modifié.',
  'notMe.what':
    'Si ce n’est pas vous, protégez votre compte maintenant : tous les appareils seront déconnectés, tous les liens et codes en cours cesseront de fonctionner, et les responsables de ce service seront prévenus.',
  'notMe.sure': 'Je n’ai pas modifié ce mot de passe',
  'notMe.sureMissing': 'Cochez d’abord cette case si ce n’était pas vous.',
  'notMe.nothingYet': 'Rien n’a encore été fait. Si c’était vous, fermez simplement cette page.',
  'notMe.submit': 'Ce n’était pas moi : protéger mon compte',
  'notMe.busy': 'Protection en cours…',
  'notMe.doneTitle': 'Votre compte est protégé',
  'notMe.doneText':
    'Tous les appareils ont été déconnectés, tous les liens et codes en cours sont annulés, et les responsables de ce service sont prévenus. Choisissez maintenant un nouveau mot de passe : l’actuel a été défini par quelqu’un d’autre.',
  'notMe.choose': 'Choisir un nouveau mot de passe',
  'notMe.deadTitle': 'Ce lien n’est plus valable',
  'notMe.deadText':
    'Il a expiré ou a déjà été utilisé. Si quelqu’un d’autre connaît peut-être votre mot de passe, choisissez-en un nouveau maintenant.',
  'notMe.cutText':
    'Il a été coupé ou modifié en chemin. Copiez le lien entier depuis l’e‑mail et ouvrez-le de nouveau.',
  'notMe.nothingTitle': 'Ouvrez le lien encore une fois',
  'notMe.noLinkText':
    'Cette page oublie le lien quand elle est rechargée, et un autre navigateur ne l’a jamais eu. Ouvrez de nouveau le lien de l’e‑mail ; il reste valable.',

  'notFound.title': 'Cette page n’existe pas',
  'notFound.text': 'L’adresse est peut-être mal saisie ou périmée.',
  'notFound.start': 'Aller à l’accueil',

  'broken.title': 'Cette page a cessé de fonctionner',
  'broken.showAgain': 'Afficher de nouveau la page',
  'broken.unknown':
    'C’est notre faute. Nous ne savons pas si votre dernière action a abouti. Affichez de nouveau la page et continuez à partir de là.',
  'broken.reload': 'Recharger la page',
  'offline.title': 'Vous êtes hors ligne',
  'offline.text':
    'Cette page reprendra d’elle-même dès que vous serez de nouveau en ligne. Rien n’est perdu.',
  'offline.held': 'Vous êtes hors ligne. L’envoi se fera dès que vous serez de nouveau en ligne.',
  'offline.retry': 'Réessayer maintenant',

  'trouble.slow': 'Toujours en cours. C’est plus long que d’habitude.',
  'trouble.retry': 'Réessayer',
  'trouble.failed':
    'Cela n’a pas fonctionné, et votre connexion n’en est sans doute pas la cause. Réessayez dans une minute ; ce que vous avez saisi est toujours là.',
  'trouble.wait': 'Vous pourrez réessayer dans {duration}.',
  'trouble.waitOver': 'Vous pouvez réessayer maintenant.',
  'trouble.reference': 'Si vous demandez de l’aide, indiquez ceci : {reference}',
  'trouble.copy': 'Copier',
  'trouble.copied': 'Copié',
  'trouble.gone': 'Ceci n’est plus valable : la durée est écoulée ou cela a déjà été utilisé.',
  'trouble.tooManyAttempts': 'Le code a été essayé trop de fois ; il est désormais bloqué.',
  'trouble.passwordRejected': 'Choisissez un autre mot de passe.',
  'trouble.badInput': 'Quelque chose ne va pas dans ce formulaire. Vérifiez-le et réessayez.',
  'trouble.rateLimited':
    'Trop d’essais en peu de temps depuis votre réseau. Ceux des personnes qui le partagent comptent aussi.',
  'trouble.unavailable':
    'Ce n’est pas possible pour le moment. Rien n’a été modifié, et ce que vous avez saisi est toujours là.',
  'trouble.unreachable':
    'Le serveur n’a pas pu être joint. Vérifiez votre connexion ; ce que vous avez saisi est toujours là.',
})
