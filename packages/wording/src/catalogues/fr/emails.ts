import { translation } from '../../texts.ts'
import type { emails as english } from '../en/emails.ts'

export const emails = translation<typeof english>('fr', {
  'requested.at': 'Demandé le {moment}.',
  'requested.atWith': 'Demandé le {moment}, avec {device}.',
  'device.browserOnSystem': '{browser} sur {system}',
  'moment.dayAndTime': '{day} à {time}',
  'until.time': 'jusqu’à {time}',
  'until.day': 'jusqu’au {day} à {time}',
  'notYou.question': 'Ce n’était pas vous ?',
  'notYou.answer': 'Ignorez cet e-mail : rien n’a été modifié.',
  'support.contact': 'Besoin d’aide ? Écrivez à {contact}.',
  'support.page': 'Besoin d’aide ? Consultez {contact}.',
  'text.colon': ' :',
  'words.same': 'La page où vous avez fait la demande affiche les deux mêmes mots : {words}',

  'recovery.subject': '{service} : réinitialisez votre mot de passe – {words}',
  'recovery.subjectWithCode': '{code} est votre code {service} – {words}',
  'recovery.preheader': 'Choisissez un nouveau mot de passe, avec le lien ou avec le code.',
  'recovery.preheaderWithCode':
    'Votre code est {code}. Ou choisissez un nouveau mot de passe avec le lien.',
  'recovery.preheaderLink': 'Choisissez un nouveau mot de passe avec le lien.',
  'recovery.title': 'Réinitialisez votre mot de passe',
  'recovery.intro':
    'Quelqu’un a demandé à réinitialiser le mot de passe de votre compte {service}, {login}. Si c’était vous, utilisez le lien ou le code : l’un des deux suffit.',
  'recovery.introLink':
    'Quelqu’un a demandé à réinitialiser le mot de passe de votre compte {service}, {login}. Si c’était vous, utilisez le lien.',
  'recovery.button': 'Choisir un nouveau mot de passe',
  'recovery.linkNote': 'Ouvre {host}. Le lien est valable {duration}, {until}.',
  'recovery.codeLabel': 'Votre code',
  'recovery.codeNote':
    'Ou saisissez ce code sur la page où vous avez fait la demande. Il est valable {duration}, {until}.',
  'recovery.neverAsk':
    'Nous ne vous demanderons jamais ce code, ni par téléphone, ni par messagerie, ni par e-mail. Ne le saisissez que sur {host}.',
  'recovery.codesClosed':
    'Cet e-mail ne contient pas de code : trop de codes erronés ont été saisis pour votre adresse, et nous n’en acceptons plus pour le moment. Le lien reste valable.',

  'changed.subject': '{service} : votre mot de passe a été modifié',
  'changed.preheader': 'Modifié le {moment}. Tous les appareils ont été déconnectés.',
  'changed.title': 'Votre mot de passe a été modifié',
  'changed.intro':
    'Le mot de passe de votre compte {service}, {login}, a été modifié le {moment}. Tous les appareils ont été déconnectés.',
  'changed.with': 'Appareil utilisé : {device}.',
  'changed.wasYou': 'Si c’était vous, vous n’avez rien à faire.',
  'changed.notYou':
    'Si c’était quelqu’un d’autre, dites-le-nous : nous déconnecterons de nouveau tous les appareils et annulerons tous les liens et codes en cours.',
  'changed.button': 'Ce n’était pas moi',
  'changed.buttonNote':
    'Ouvre {host}, où vous le confirmerez. Le lien est valable jusqu’au {time}.',

  'noPassword.subject': '{service} : votre mode de connexion – {words}',
  'noPassword.preheader': 'Ce compte n’a pas de mot de passe à réinitialiser.',
  'noPassword.title': 'Vous vous connectez sans mot de passe',
  'noPassword.intro':
    'Quelqu’un a demandé à réinitialiser le mot de passe de votre compte {service}, {login}. Ce compte n’a pas de mot de passe : il n’y a donc rien à réinitialiser.',
  'noPassword.how':
    'Si c’était vous, connectez-vous comme d’habitude, par exemple avec le bouton d’un autre service ou par votre organisation.',
  'noPassword.button': 'Aller à la page de connexion',

  'noAccount.subject': '{service} : aucun compte avec cette adresse – {words}',
  'noAccount.preheader': 'Vous avez peut-être créé votre compte avec une autre adresse.',
  'noAccount.title': 'Aucun compte avec cette adresse',
  'noAccount.intro':
    'Quelqu’un a demandé à réinitialiser le mot de passe {service} pour {address}. Il n’existe aucun compte avec cette adresse.',
  'noAccount.how':
    'Si c’était vous, vous avez peut-être créé votre compte avec une autre adresse. Essayez celle-là.',
  'noAccount.button': 'Essayer une autre adresse',

  'linkIssued.subject': '{service} : un lien vers votre compte a été créé à la main',
  'linkIssued.preheader':
    'Créé le {moment}. Si vous ne l’avez pas demandé, choisissez un nouveau mot de passe.',
  'linkIssued.title': 'Un lien vers votre compte a été créé à la main',
  'linkIssued.intro':
    'Le {moment}, les responsables de {service} ont créé un lien qui permet de choisir un nouveau mot de passe pour votre compte, {login}. Ils le remettent eux-mêmes, par exemple quand les e-mails n’arrivent pas. Cet e-mail ne le contient pas.',
  'linkIssued.once': 'Le lien fonctionne une seule fois, jusqu’au {until}.',
  'linkIssued.wasYou': 'Si vous l’avez demandé, vous n’avez rien à faire.',
  'linkIssued.notYou':
    'Sinon, choisissez maintenant un nouveau mot de passe : le lien cessera de fonctionner. Et prévenez les responsables de {service}.',
  'linkIssued.button': 'Choisir un nouveau mot de passe',
  'linkIssued.buttonNote': 'Ouvre {host}, où vous saisissez votre adresse e-mail.',

  'resetRequired.subject': '{service} : veuillez choisir un nouveau mot de passe',
  'resetRequired.preheader': 'Votre compte a besoin d’un nouveau mot de passe.',
  'resetRequired.title': 'Veuillez choisir un nouveau mot de passe',
  'resetRequired.intro':
    'Les responsables de {service} demandent à toutes les personnes concernées de choisir un nouveau mot de passe. Votre compte, {login}, en fait partie.',
  'resetRequired.reason': 'Ils en donnent la raison : « {reason} »',
  'resetRequired.locked':
    'Votre mot de passe actuel ne fonctionne plus, et tous les appareils ont été déconnectés.',
  'resetRequired.open': 'D’ici là, votre mot de passe actuel continue de fonctionner.',
  'resetRequired.how':
    'Ouvrez vous-même {host}, ou utilisez le bouton. Saisissez-y votre adresse e-mail : vous recevrez alors un autre e-mail, avec un lien et un code.',
  'resetRequired.button': 'Aller à la page',
  'resetRequired.neverAsk':
    'Le bouton ouvre {host} et rien d’autre. Nous ne vous demanderons jamais votre mot de passe, ni par e-mail, ni par téléphone, ni par messagerie.',
  'resetRequired.elsewhere': 'Si vous utilisez le même mot de passe ailleurs, changez-le là aussi.',

  'test.subject': 'E-mail d’essai de {service}',
  'test.title': 'L’envoi fonctionne',
  'test.works': 'Si vous pouvez lire ceci, {service} peut envoyer des e-mails.',
  'test.look': 'Regardez où ce lien mène vraiment avant de le suivre :',
  'test.tracked':
    'S’il mène ailleurs, votre service d’envoi réécrit les liens et verrait ceux qui réinitialisent les mots de passe. Désactivez-y le suivi des clics.',
})
