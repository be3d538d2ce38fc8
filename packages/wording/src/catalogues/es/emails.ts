import { translation } from '../../texts.ts'
import type { emails as english } from '../en/emails.ts'

export const emails = translation<typeof english>('es', {
  'requested.at': 'Solicitado el {moment}.',
  'requested.atWith': 'Solicitado el {moment}, con {device}.',
  'device.browserOnSystem': '{browser} en {system}',
  'moment.dayAndTime': '{day} a las {time}',
  'until.time': 'hasta las {time}',
  'until.day': 'hasta el {day} a las {time}',
  'notYou.question': '¿No has sido tú?',
  'notYou.answer': 'Ignora este correo: no se ha cambiado nada.',
  'support.contact': '¿Necesitas ayuda? Escribe a {contact}.',
  'support.page': '¿Necesitas ayuda? Visita {contact}.',
  'text.colon': ':',
  'words.same': 'La página donde hiciste la solicitud muestra las mismas dos palabras: {words}',

  'recovery.subject': '{service}: restablece tu contraseña – {words}',
  'recovery.subjectWithCode': '{code} es tu código de {service} – {words}',
  'recovery.preheader': 'Elige una contraseña nueva, con el enlace o con el código.',
  'recovery.preheaderWithCode': 'Tu código es {code}. O elige una contraseña nueva con el enlace.',
  'recovery.preheaderLink': 'Elige una contraseña nueva con el enlace.',
  'recovery.title': 'Restablece tu contraseña',
  'recovery.intro':
    'Alguien ha pedido restablecer la contraseña de tu cuenta de {service}, {login}. Si has sido tú, usa el enlace o el código: basta con uno de los dos.',
  'recovery.introLink':
    'Alguien ha pedido restablecer la contraseña de tu cuenta de {service}, {login}. Si has sido tú, usa el enlace.',
  'recovery.button': 'Elegir una contraseña nueva',
  'recovery.linkNote': 'Abre {host}. El enlace es válido durante {duration}, {until}.',
  'recovery.codeLabel': 'Tu código',
  'recovery.codeNote':
    'O escribe este código en la página donde lo pediste. Es válido durante {duration}, {until}.',
  'recovery.neverAsk':
    'Nunca te pediremos este código, ni por teléfono, ni por chat, ni por correo. Escríbelo solo en {host}.',
  'recovery.codesClosed':
    'Este correo no lleva código: se han escrito demasiados códigos erróneos para tu dirección y por ahora no aceptamos más. El enlace sigue siendo válido.',

  'changed.subject': '{service}: tu contraseña se ha cambiado',
  'changed.preheader': 'Cambiada el {moment}. Se ha cerrado la sesión en todos los dispositivos.',
  'changed.title': 'Tu contraseña se ha cambiado',
  'changed.intro':
    'La contraseña de tu cuenta de {service}, {login}, se cambió el {moment}. Se ha cerrado la sesión en todos los dispositivos.',
  'changed.with': 'Se hizo con {device}.',
  'changed.wasYou': 'Si has sido tú, no tienes que hacer nada.',
  'changed.notYou':
    'Si ha sido otra persona, dínoslo: volveremos a cerrar la sesión en todos los dispositivos y anularemos los enlaces y códigos pendientes.',
  'changed.button': 'No he sido yo',
  'changed.buttonNote':
    'Abre {host}, donde podrás confirmarlo. El enlace es válido hasta el {time}.',

  'noPassword.subject': '{service}: cómo inicias sesión – {words}',
  'noPassword.preheader': 'Esta cuenta no tiene contraseña que restablecer.',
  'noPassword.title': 'Inicias sesión sin contraseña',
  'noPassword.intro':
    'Alguien ha pedido restablecer la contraseña de tu cuenta de {service}, {login}. Esta cuenta no tiene contraseña, así que no hay ninguna que restablecer.',
  'noPassword.how':
    'Si has sido tú, inicia sesión como siempre, por ejemplo con el botón de otro servicio o a través de tu organización.',
  'noPassword.button': 'Ir a iniciar sesión',

  'noAccount.subject': '{service}: no hay cuenta con esta dirección – {words}',
  'noAccount.preheader': 'Quizá te registraste con otra dirección.',
  'noAccount.title': 'No hay cuenta con esta dirección',
  'noAccount.intro':
    'Alguien ha pedido restablecer la contraseña de {address} en {service}. No hay ninguna cuenta con esta dirección.',
  'noAccount.how': 'Si has sido tú, quizá te registraste con otra dirección. Prueba con ella.',
  'noAccount.button': 'Probar otra dirección',

  'linkIssued.subject': '{service}: se ha creado a mano un enlace a tu cuenta',
  'linkIssued.preheader': 'Creado el {moment}. Si no lo has pedido, elige una contraseña nueva.',
  'linkIssued.title': 'Se ha creado a mano un enlace a tu cuenta',
  'linkIssued.intro':
    'El {moment}, quienes gestionan {service} crearon un enlace con el que se puede elegir una contraseña nueva para tu cuenta, {login}. Lo entregan ellos mismos, por ejemplo cuando los correos no llegan. Este correo no lo contiene.',
  'linkIssued.once': 'El enlace funciona una sola vez, hasta el {until}.',
  'linkIssued.wasYou': 'Si lo has pedido, no tienes que hacer nada.',
  'linkIssued.notYou':
    'Si no, elige ahora una contraseña nueva: el enlace dejará de funcionar. Y avisa a quienes gestionan {service}.',
  'linkIssued.button': 'Elegir una contraseña nueva',
  'linkIssued.buttonNote': 'Abre {host}, donde escribes tu dirección de correo.',

  'resetRequired.subject': '{service}: elige una contraseña nueva',
  'resetRequired.preheader': 'Tu cuenta necesita una contraseña nueva.',
  'resetRequired.title': 'Elige una contraseña nueva',
  'resetRequired.intro':
    'Quienes gestionan {service} piden a todas las personas afectadas que elijan una contraseña nueva. Esto incluye tu cuenta, {login}.',
  'resetRequired.reason': 'Este es el motivo que dan: «{reason}»',
  'resetRequired.locked':
    'Tu contraseña actual ya no funciona y se ha cerrado la sesión en todos los dispositivos.',
  'resetRequired.open': 'Hasta entonces, tu contraseña actual sigue funcionando.',
  'resetRequired.how':
    'Abre {host} por tu cuenta o usa el botón. Escribe allí tu dirección de correo: recibirás otro correo, con un enlace y un código.',
  'resetRequired.button': 'Ir a la página',
  'resetRequired.neverAsk':
    'El botón abre {host} y nada más. Nunca te pediremos la contraseña, ni por correo, ni por teléfono, ni por chat.',
  'resetRequired.elsewhere': 'Si usas la misma contraseña en otro sitio, cámbiala allí también.',

  'test.subject': 'Correo de prueba de {service}',
  'test.title': 'El correo funciona',
  'test.works': 'Si puedes leer esto, {service} puede enviar correos.',
  'test.look': 'Mira adónde lleva de verdad este enlace antes de seguirlo:',
  'test.tracked':
    'Si lleva a otro sitio, tu servicio de correo reescribe los enlaces y vería los que restablecen contraseñas. Desactiva allí el seguimiento de clics.',
})
