import { translation } from '../../texts.ts'
import type { operator as english } from '../en/operator.ts'

export const operator = translation<typeof english>('es', {
  'shell.operators': 'Operadores',
  'shell.actsAs': 'Actúas como',
  'shell.skip': 'Ir al contenido',
  'shell.screens': 'Pantallas',
  'shell.noPasswords':
    'Aquí nadie puede elegir una contraseña para otra persona. Cada cual lo hace por sí misma, con el enlace o el código de su correo.',
  'shell.overview': 'Resumen',
  'shell.emails': 'Correos',
  'shell.people': 'Personas',
  'shell.limits': 'Límites',
  'shell.webhooks': 'Webhooks',
  'shell.audit': 'Registro de auditoría',
  'shell.session': 'Sesión',
  'live.connecting': 'Conectando…',
  'live.on': 'En directo',
  'live.lost': 'Reconectando… Puede que lo que ves no esté al día.',

  'enter.title': 'Para operadores',
  'enter.how':
    'Esta página se abre con un enlace de un solo uso. Ejecuta {command} en el servidor y abre en este navegador el enlace que muestra.',
  'enter.busy': 'Abriendo la página…',
  'enter.used':
    'Este enlace ya se usó. Cada uno funciona una sola vez. Para obtener otro, ejecuta {command}.',
  'enter.expired': 'Este enlace ha caducado. Para obtener otro, ejecuta {command}.',
  'enter.unknown':
    'Este servidor no conoce el enlace: puede que le falte una parte o que lo creara otro servidor. Para obtener otro, ejecuta {command}.',
  'enter.ended': 'Tu sesión ha terminado. Para obtener otro enlace, ejecuta {command}.',
  'enter.left': 'Has salido. Este navegador ya no puede ver nada aquí.',
  'enter.goOn': 'Seguir como {operator}',
  'enter.proxy':
    'Si esta página está detrás del inicio de sesión único de tu organización, ábrela en la dirección que pasa por él.',
  'enter.audited': 'Lo que se busca y se hace aquí queda en el registro de auditoría.',

  'problem.notEntered': 'Tu sesión ha terminado. No se hizo nada.',
  'problem.input': 'El servidor no lo ha entendido. Recarga la página y vuelve a intentarlo.',
  'problem.notFound': 'Eso ya no existe. Puede que se haya purgado.',
  'problem.forbidden':
    'El servidor rechazó esta llamada porque venía de otro sitio o de un proxy que no es de confianza.',
  'problem.rateLimited': 'Demasiados intentos. Vuelve a intentarlo en {duration}.',
  'problem.unavailable':
    'El servidor no pudo hacerlo, probablemente porque no llega a su base de datos.',
  'problem.unreachable': 'El servidor no respondió.',
  'problem.failed': 'Algo ha fallado en esta página.',

  'list.more': 'Mostrar anteriores',
  'list.moreBusy': 'Cargando…',
  'list.all': 'Todo',
  'list.shown': '{count, plural, one {# entrada} other {# entradas}}',
  'list.noneFound': 'No se ha encontrado nada.',
  'list.reload': 'Volver a cargar',

  'act.reason': 'Motivo',
  'act.reasonHint': 'Queda en el registro de auditoría con tu nombre, {operator}.',
  'act.reasonMissing': 'Di por qué, en pocas palabras.',
  'act.reasonOneLine': 'Debe ser una sola línea, sin tabuladores ni otros caracteres de control.',
  'act.reasonTooLong': 'Usa como máximo {count} caracteres.',
  'act.cancel': 'Cancelar',
  'act.busy': 'Un momento…',
  'act.close': 'Cerrar',
  'act.whatHappens': 'Qué va a pasar',

  'overview.title': 'Resumen',
  'overview.attention': 'Lo que te necesita',
  'overview.allWell': 'Ahora mismo nada te necesita.',
  'overview.failed':
    '{count, plural, one {# correo se dio por perdido.} other {# correos se dieron por perdidos.}}',
  'overview.waiting':
    '{count, plural, one {# correo espera otro intento.} other {# correos esperan otro intento.}}',
  'overview.webhooksFailed':
    '{count, plural, one {# evento no llegó a su webhook.} other {# eventos no llegaron a su webhook.}}',
  'overview.limitsBit': 'En las últimas 24 horas los límites rechazaron algo: {list}.',
  'overview.look': 'Ver',
  'overview.funnel': 'Recuperaciones',
  'overview.range': 'Periodo',
  'overview.today': 'Hoy',
  'overview.day': '24 horas',
  'overview.week': '7 días',
  'overview.asked': 'Pidieron un correo',
  'overview.emailed': 'Se les envió un enlace',
  'overview.opened': 'Abrieron el enlace o escribieron el código',
  'overview.changed': 'Cambiaron la contraseña',
  'overview.rate': '{percent} % del paso anterior',
  'overview.none': 'Nadie ha pedido un correo en este periodo.',
  'overview.noneHint': 'La primera solicitud aparecerá aquí por sí sola.',
  'overview.notCounted':
    'Ahora no se han podido contar los números: la base de datos está lenta o no responde.',
  'overview.notEmailed': 'Por qué algunos no recibieron un enlace',
  'overview.noPassword':
    'Enviado sin enlace: la cuenta no tiene contraseña, porque inicia sesión en otro sitio.',
  'overview.noAccount': 'Enviado sin enlace: ninguna cuenta tenía esta dirección.',
  'overview.counting': 'Cómo se cuenta',
  'overview.health': 'Workers y cola',
  'overview.queue': 'Cola',
  'overview.fresh': 'Tareas nuevas',
  'overview.again': 'Tareas que se reintentan',
  'overview.events': 'Eventos para webhooks',
  'overview.leased': 'Tareas en curso',
  'overview.noJobs': 'Ninguna',
  'overview.jobsOldest': '{count}, la más antigua desde hace {duration}',
  'overview.atLeast': 'al menos {count}',

  'part.database': 'Base de datos',
  'part.queue': 'Cola',
  'part.worker': 'Worker',
  'part.mail': 'Correos',
  'part.secret': 'Secreto del servidor',
  'part.accounts': 'Cuentas',
  'part.webhooks': 'Webhooks',
  'part.removed-webhooks': 'Webhooks quitados',
  'part.limits': 'Límites',
  'status.ok': 'En orden',
  'status.warning': 'A vigilar',
  'status.problem': 'Problema',

  'kind.recovery': 'Correo con un enlace y un código',
  'kind.password-changed': 'Aviso de contraseña cambiada',
  'kind.no-password': 'Correo que dice cómo iniciar sesión',
  'kind.no-account': 'Correo que dice que no hay cuenta',
  'kind.link-issued': 'Aviso de un enlace creado por un operador',
  'kind.reset-required': 'Correo que pide una contraseña nueva',

  'state.sending': 'Enviándose',
  'state.delayed': 'En espera',
  'state.handed-over': 'Aceptado',
  'state.suppressed': 'No enviado',
  'state.dead': 'Perdido',

  'emails.title': 'Correos',
  'emails.intro': 'Todos los correos de los últimos días, por qué esperan o fallaron y qué ayuda.',
  'emails.state': 'Estado',
  'emails.unknownRecipient': 'Destinatario ya desconocido',
  'emails.retry': 'Intentar ahora',
  'emails.retryTitle': '¿Intentar de nuevo este correo?',
  'emails.retryWaiting': 'Su próximo intento se hace ahora y no más tarde.',
  'emails.retryDead': 'Vuelve a la cola y se intenta ahora, si su solicitud sigue abierta.',
  'emails.retryOnce':
    'Si un intento anterior sí llegó, la persona recibe el correo dos veces. Los dos sirven.',
  'emails.request': 'Su solicitud',
  'emails.attempts': '{count, plural, one {# intento} other {# intentos}}',
  'emails.none': 'No hay ningún correo así.',
  'emails.noneHint': 'Un correo que espera o falla aparece aquí por sí solo, con su causa.',

  'advice.setup':
    'Corrige lo que dice la respuesta. Si eso cambia un ajuste de Latchkey, reinicia el servidor. Los correos en espera saldrán entonces por sí solos. Para ver cada paso: {command}',
  'advice.busy':
    'Normalmente no hay que hacer nada. Si dura, pregunta a quienes llevan el servidor de correo.',
  'advice.unreachable':
    'Comprueba que el servidor de correo funciona y que este servidor llega a él. Para ver cada paso: {command}',
  'advice.unclear':
    'Normalmente no hay que hacer nada. El servidor de correo va lento o se cortó la conexión.',
  'advice.refused':
    'Quien recibe no quiere este correo. Si la respuesta trata del buzón, la persona necesita otra dirección; si trata de ti, corrige SPF, DKIM o DMARC.',
  'advice.unmailable': 'Avisa a quienes cuidan de esta instalación: el correo no se pudo componer.',
  'advice.undeliverable':
    'El dominio de la dirección no acepta correo. La persona necesita otra dirección.',

  'people.title': 'Personas',
  'people.intro':
    '¿Por qué alguien no recibió el correo? Busca su dirección, o el identificador de su cuenta o de una solicitud.',
  'people.subject': 'Dirección o identificador de una solicitud o una cuenta',
  'people.subjectHint':
    'La dirección o el identificador completos. La búsqueda queda en el registro de auditoría.',
  'people.missing': 'Escribe una dirección o el identificador de una solicitud o una cuenta.',
  'people.notAnAddress':
    'Esto no es una dirección ni el identificador de una solicitud o una cuenta.',
  'people.search': 'Buscar',
  'people.searching': 'Buscando…',
  'people.news': 'Puede haber novedades desde tu búsqueda.',
  'people.again': 'Buscar de nuevo',
  'people.account': 'Cuenta',
  'people.acts': 'Qué puedes hacer',
  'people.id': 'Identificador',
  'people.status': 'Estado',
  'people.active': 'Activa',
  'people.disabled': 'Desactivada',
  'people.password': 'Contraseña',
  'people.hasPassword': 'Tiene una',
  'people.noPassword': 'No tiene: inicia sesión en otro sitio',
  'people.changedAt': 'Cambiada',
  'people.language': 'Idioma',
  'people.languageNotSet': 'Sin definir: el de sus solicitudes',
  'people.created': 'Desde',
  'people.sessions': 'Sesiones',
  'people.openSecrets': 'Enlaces y códigos que valen',
  'people.requests': 'Solicitudes',
  'people.request': 'Solicitud, {moment}',
  'people.open': 'Abierta',
  'people.closed': 'Cerrada',
  'people.notices': 'Avisos',
  'people.suppressions': 'Informes sobre esta dirección',
  'people.revoke': 'Revocar todo',
  'people.revokeTitle': '¿Revocar todo de {address}?',
  'people.revokeSecrets': 'Todos los enlaces y códigos enviados dejan de funcionar.',
  'people.revokeSessions': 'Se cierra la sesión en todos los dispositivos.',
  'people.revokePassword':
    'La contraseña se queda. La persona puede iniciar sesión con ella o pedir otro correo.',
  'people.unsuppress': 'Volver a enviar correos',
  'people.unsuppressTitle': '¿Volver a enviar correos a {address}?',
  'people.unsuppressEffect':
    'Los informes sobre esta dirección dejan de contar. El próximo correo sale como siempre.',
  'people.unsuppressService':
    'Si tu servicio de correo tiene una lista así, quita la dirección también allí.',
  'people.disable': 'Desactivar la cuenta',
  'people.disableTitle': '¿Desactivar la cuenta de {address}?',
  'people.disableEffect':
    'Nadie puede iniciar sesión en ella, y no recibe correos, hasta que se vuelva a activar.',
  'people.enable': 'Activar la cuenta',
  'people.enableTitle': '¿Activar la cuenta de {address}?',
  'people.enableEffect':
    'La persona puede volver a iniciar sesión y pedir correos. Lo revocado sigue revocado.',
  'people.nothingToDo': 'Aquí no hay nada que hacer con esta dirección.',

  'limits.title': 'Límites',
  'limits.intro':
    'Cuántas veces cada límite rechazó algo. A quien se rechaza se le dice cuánto debe esperar.',
  'limits.hour': 'Última hora',
  'limits.refused': 'Rechazos',
  'limits.name': 'Límite',
  'limits.newest': 'Último rechazo: hora de {moment}',
  'limits.window': '{count} en {duration}',
  'limits.inARow': '{count} seguidos',
  'limits.derived': 'se deriva de otro límite',
  'limits.none': 'Ningún límite rechazó nada en los últimos 7 días.',
  'limits.off': 'Los límites están desactivados: RATE_LIMITS=off.',
  'limits.quiet': '{count, plural, one {# límite} other {# límites}} sin rechazos',
  'limit.request-by-client': 'Solicitudes de una red',
  'limit.request-by-address-and-client': 'Solicitudes de una red para una dirección',
  'limit.request-in-all': 'Todas las solicitudes',
  'limit.mail-by-address': 'Correos a una dirección',
  'limit.proof-by-client': 'Códigos y enlaces probados desde una red',
  'limit.guess-by-address': 'Códigos probados para una dirección',
  'limit.guess-in-all': 'Todos los códigos erróneos',
  'limit.sign-in-by-client': 'Inicios de sesión desde una red',
  'limit.sign-in-by-address-and-client': 'Inicios de sesión desde una red en una dirección',
  'limit.sign-in-by-address': 'Inicios de sesión de dispositivos nuevos en una dirección',
  'limit.mail-by-address-and-client': 'Correos a una dirección que pidió una red',
  'limit.request-in-all-by-client': 'Parte de una red en todas las solicitudes',
  'limit.guess-in-all-by-client': 'Parte de una red en todos los códigos erróneos',
  'limit.guess-without-request': 'Códigos para una dirección sin su solicitud',
  'limit.guess-in-a-row': 'Códigos erróneos seguidos para una dirección',
  'limit.sign-in-in-a-row': 'Inicios de sesión fallidos seguidos en una dirección',

  'webhooks.title': 'Webhooks',
  'webhooks.intro': 'Lo que se dijo a tus otros sistemas y lo que no les llegó.',
  'webhooks.none': 'No hay ningún webhook configurado.',
  'webhooks.noneHint':
    'Con {setting}, tus otros sistemas saben, por ejemplo, de contraseñas cambiadas.',
  'webhooks.on': 'Activo',
  'webhooks.off': 'Inactivo: respondió que ya no quiere nada',
  'webhooks.removed': 'Quitado de la configuración',
  'webhooks.delivered': 'Entregados en 7 días',
  'webhooks.waiting': 'En espera',
  'webhooks.oldest': 'el más antiguo desde hace {duration}',
  'webhooks.failed': 'Perdidos',
  'webhooks.lastFailure': 'Último fallo',
  'webhooks.events': 'Eventos',
  'webhooks.which': 'Qué eventos',
  'webhooks.onlyFailed': 'No entregados',
  'webhooks.data': 'Qué dice',
  'webhooks.delivery.waiting': 'Aún no intentado',
  'webhooks.delivery.delayed': 'Se reintenta más tarde',
  'webhooks.delivery.delivered': 'Entregado',
  'webhooks.delivery.dead': 'Perdido',
  'webhooks.delivery.dropped': 'Descartado por un operador',
  'webhooks.answered': 'Respondió: {answer}',
  'webhooks.next': 'Próximo intento: {moment}',
  'webhooks.nobody': 'Ningún webhook quiere este evento.',
  'webhooks.retry': 'Entregar de nuevo',
  'webhooks.retryTitle': '¿Entregar de nuevo este evento?',
  'webhooks.retryEffect': 'Se envía ahora a cada webhook que lo quiere y no lo recibió.',
  'webhooks.retryTwice': 'Un webhook reconoce por el identificador si lo recibe dos veces.',
  'webhooks.noEvents': 'No hubo eventos en los últimos 7 días.',
  'webhooks.noFailed': 'Todos los eventos se entregaron o siguen en camino.',

  'audit.title': 'Registro de auditoría',
  'audit.intro':
    'Qué pasó y quién lo hizo, lo más reciente primero. Aquí no se puede cambiar ni quitar nada.',
  'audit.kind': 'Qué pasó',
  'audit.operator': 'Operador',
  'audit.request': 'Identificador de una solicitud',
  'audit.filter': 'Filtrar',
  'audit.clear': 'Mostrar todo',
  'audit.badRequest': 'Escribe el identificador completo o deja el campo vacío.',
  'audit.by': 'Por {operator}',
  'audit.reason': 'Motivo: {reason}',
  'audit.count': 'Cantidad: {count}',
  'audit.requestOf': 'Solicitud {id}',
  'audit.accountOf': 'Cuenta {id}',
  'audit.found': 'Encontrado',
  'audit.none': 'Todavía no se ha escrito nada.',
  'audit.noneFound': 'Ninguna entrada coincide.',
  'audit.noneHint': 'Filtra menos o muestra todo.',

  'audited.requested': 'Se pidió un correo',
  'audited.link-opened': 'Se abrió el enlace',
  'audited.code-verified': 'Se escribió un código',
  'audited.code-verified.verified': 'Se escribió el código correcto',
  'audited.code-verified.refused': 'Se rechazó un código',
  'audited.password-changed': 'Se cambió la contraseña',
  'audited.password-changed.refused': 'Se rechazó una contraseña nueva',
  'audited.change-undone': 'La aplicación deshizo un cambio de contraseña',
  'audited.not-me': 'Alguien avisó: no he sido yo',
  'audited.signed-in': 'Alguien inició sesión',
  'audited.signed-in.refused': 'Se rechazó un inicio de sesión',
  'audited.signed-out': 'Alguien cerró la sesión',
  'audited.revoked': 'Se revocaron enlaces, códigos y sesiones',
  'audited.revoked.everything': 'Se revocó todo de todas las personas',
  'audited.revoked.account': 'Se revocó todo de una cuenta',
  'audited.unsuppressed': 'Se vuelve a enviar correo a una dirección',
  'audited.account-changed': 'Se cambió una cuenta',
  'audited.account-changed.added': 'Se añadió una cuenta',
  'audited.account-changed.disabled': 'Se desactivó una cuenta',
  'audited.account-changed.enabled': 'Se activó una cuenta',
  'audited.account-changed.removed': 'Se eliminó una cuenta',
  'audited.account-changed.moved': 'Una cuenta recibió otra dirección',
  'audited.account-changed.locale-set': 'Una cuenta recibió otro idioma',
  'audited.account-changed.password-set': 'Se puso una contraseña en la línea de comandos',
  'audited.accounts-imported': 'Se importaron cuentas',
  'audited.link-issued': 'Se emitió un enlace para alguien',
  'audited.reset-required': 'Hay personas que deben elegir otra contraseña',
  'audited.reset-required.locked': 'Se inutilizó una contraseña y hay que elegir otra',
  'audited.webhook-events': 'Se entregaron eventos de nuevo',
  'audited.webhook-jobs': 'Se descartaron eventos de un webhook eliminado',
  'audited.message-retried': 'Se intentó de nuevo un correo',
  'audited.searched': 'Un operador buscó',
  'audited.searched.address': 'Un operador buscó una dirección',
  'audited.searched.request': 'Un operador buscó una solicitud',
  'audited.searched.account': 'Un operador buscó una cuenta',
  'audited.operator-link': 'Se emitió un enlace a esta página',
  'audited.operator-session': 'Un operador entró o salió',
  'audited.operator-session.by-link': 'Un operador entró con un enlace',
  'audited.operator-session.by-proxy': 'Un operador entró por el inicio de sesión único',
  'audited.operator-session.ended': 'Un operador salió',
  'audited.operator-session.all-ended': 'Se cerraron todas las sesiones de operadores',

  'session.title': 'Sesión',
  'session.who': 'Quién eres',
  'session.operator': 'Tu nombre en el registro',
  'session.entry': 'Entraste con',
  'session.byLink': 'un enlace de un solo uso',
  'session.byProxy': 'el inicio de sesión único de tu organización',
  'session.enteredAt': 'Desde',
  'session.expiresAt': 'Termina como muy tarde',
  'session.idle': 'Termina sin uso tras',
  'session.version': 'Versión',
  'session.accounts': 'Cuentas',
  'session.own': 'Las nuestras',
  'session.elsewhere': 'Las de tu aplicación, {place}',
  'session.kept': 'Se guarda',
  'session.keptDays':
    'Solicitudes, correos y eventos {requests, plural, one {# día} other {# días}}; el registro de auditoría {audit, plural, one {# día} other {# días}}.',
  'session.leave': 'Salir',
  'session.leaving': 'Saliendo…',
  'session.proxyLeave':
    'Tu organización te identifica en cada llamada, así que para salir cierra la sesión allí.',
  'session.command': 'En la línea de comandos',
  'session.commandText': 'Todo lo de aquí es también un comando. {command} los enumera.',

  'said.handedOver': 'El servidor de correo lo aceptó. Respondió: {answer}',
  'said.handedOverLate':
    'El servidor de correo lo aceptó en el intento {attempt}. Respondió: {answer}',
  'said.held': 'Retenido, porque la configuración del correo está mal y no sale nada: {answer}',
  'said.delayed.setup':
    'Retrasado: el servidor de correo no acepta este correo de nuestra parte. {answer}',
  'said.delayed.unreachable': 'Retrasado: no se pudo llegar al servidor de correo. {answer}',
  'said.delayed.unclear':
    'Retrasado: el servidor de correo tenía el correo, pero no dijo si lo aceptaba. {answer}',
  'said.delayed.busy': 'Retrasado: el servidor de correo pidió intentarlo más tarde. {answer}',
  'said.beingSent': 'Enviándose ahora, intento {attempt}.',
  'said.interrupted': 'El intento {attempt} se interrumpió.',
  'said.suppressed.limit':
    'No enviado: esta dirección había llegado a su límite de correos. El próximo sale cuando el límite lo permita.',
  'said.suppressed.no-account': 'No enviado: ninguna cuenta tenía esta dirección.',
  'said.suppressed.disabled': 'No enviado: la cuenta estaba desactivada.',
  'said.suppressed.undeliverable': 'No enviado: el dominio de esta dirección no acepta correo.',
  'said.suppressed.bounced':
    'No enviado: el servicio de correo había informado de que ese buzón no existe.',
  'said.suppressed.complained': 'No enviado: un correo nuestro había sido marcado como no deseado.',
  'said.expired': 'Perdido: caducó antes de poder enviarse.',
  'said.unmailable': 'Perdido: el correo no se pudo componer. {answer}',
  'said.rejected': 'Perdido: el servidor de correo lo rechazó para siempre. Dijo: {answer}',
  'said.mayBeDoubled':
    'Puede haber llegado más de una vez: {attempts, plural, one {# intento se cortó} other {# intentos se cortaron}} después de que el servidor de correo pudiera aceptarlo.',
  'said.nextAttempt': 'Próximo intento: {moment}.',
  'said.attemptDue': 'El próximo intento toca ahora.',
  'said.retriedNow': 'Se está intentando de nuevo ahora.',
  'said.notInQueue': 'Ya no está en la cola.',
  'said.trouble.setup':
    'No sale ningún correo desde {since}: la configuración del correo está mal, o los servidores de correo desconfían de nosotros. {answer}',
  'said.trouble.busy': 'El servidor de correo aplaza todos los correos desde {since}. {answer}',
  'said.trouble.refused':
    'El servidor de correo rechaza a todos los destinatarios desde {since}. {answer}',
  'said.trouble.unreachable': 'No se llega al servidor de correo desde {since}. {answer}',
  'said.trouble.unclear':
    'El servidor de correo no dice qué pasa con los correos desde {since}. {answer}',
  'said.trouble.times': 'Último intento: {tried}. Próximo: {next}.',
  'said.trouble.tried': 'Último intento: {tried}. Cada correo se vuelve a intentar a su hora.',

  'said.asked': 'Pedido con {device}.',
  'said.askedUnknown': 'Pedido con un dispositivo desconocido.',
  'said.madeByHand': 'Se creó un enlace a mano: {operator}.',
  'said.emailQueued':
    'Su correo está en la cola y ningún worker lo ha tomado. ¿Funciona algún worker? Busca worker.started y worker.error en el registro del servidor.',
  'said.linkOpened': 'Se abrió el enlace.',
  'said.codeRight': 'Se escribió el código correcto.',
  'said.codeRefused': 'Se rechazó un código: era erróneo o ya no valía.',
  'said.linkUsed': 'Se usó el enlace.',
  'said.linkVoided': 'Se revocó un enlace antes de usarse.',
  'said.linkExpired': 'Un enlace caducó sin usarse.',
  'said.passwordChanged': 'Se cambió la contraseña.',
  'said.wrongCodes':
    'Se escribieron códigos erróneos {times, plural, one {una vez} other {# veces}}.',
  'said.codesDisabled': 'Sus códigos están desactivados; su enlace vale hasta que caduque.',
  'said.linkWorksUntil': 'El enlace de su correo vale hasta: {moment}.',
  'said.handLinkWorksUntil': 'El enlace creado a mano vale hasta: {moment}.',
  'said.lookElsewhere':
    'Si el correo no llegó, mira la carpeta de correo no deseado, el registro del servidor de correo y tus registros SPF, DKIM y DMARC.',
  'said.openUntil': 'Abierta hasta: {moment}.',
  'said.closedAt': 'Cerrada: {moment}.',

  'said.noAccount': 'Ninguna cuenta tiene la dirección {address}.',
  'said.accountIsThere': 'Hay una cuenta para {address}.',
  'said.accountDisabled': 'La cuenta de {address} está desactivada: no recibe correos.',
  'said.accountNoPassword':
    'La cuenta de {address} no tiene contraseña, porque inicia sesión en otro sitio: recibe un correo que lo dice, sin enlace ni código.',
  'said.accountShared':
    '{count} usuarios activos de tu aplicación comparten {address}, así que ninguno recibe correo: nadie sabe de quién sería. «duplicates» en el mapa lo decide.',
  'said.accountNear': 'Hay una cuenta con una dirección casi igual: {addresses}.',
  'said.accountRevoked': 'Un operador revocó todos los enlaces, códigos y sesiones ({moment}).',
  'said.accountLocked':
    'Un operador inutilizó la contraseña ({moment}): quien tiene la cuenta debe elegir otra.',
  'said.changeUndone':
    'Tu aplicación volvió a escribir la contraseña anterior a una recuperación (detectado: {moment}): la contraseña antigua volvió a valer. docs/operating.md dice qué hacer.',
  'said.noRequests':
    'No hubo solicitudes en los últimos 7 días. Las que rechazó un límite, o para otra grafía, no figuran.',
  'said.moreRequests': 'Las solicitudes más antiguas no figuran.',

  'said.report.bounced':
    'Informe del servicio de correo ({reported}): ese buzón no existe. Dijo: {detail}',
  'said.report.complained':
    'Informe del servicio de correo ({reported}): un correo nuestro fue marcado como no deseado. Dijo: {detail}',
  'said.suppressionLasts': 'No se le envía ningún correo hasta: {until}.',
  'said.suppressionParts':
    'Ningún aviso hasta: {until}; ningún correo con enlace y código hasta: {recoveryUntil}.',
  'said.suppressionEnded': 'No se le envió ningún correo hasta: {until}.',
  'said.suppressionLifted': 'Un operador lo anuló ({moment}).',

  'said.emailHurried': 'Se intenta ahora.',
  'said.emailRequeued': 'Está de nuevo en la cola y se intenta ahora.',
  'said.noRetry.unknown': 'Ese correo ya no existe. Se guardan 7 días.',
  'said.noRetry.under-way': 'Se está enviando ahora.',
  'said.noRetry.handed-over': 'El servidor de correo ya lo aceptó. Su registro dice qué fue de él.',
  'said.noRetry.suppressed': 'Se omitió a propósito. La persona puede pedir otro.',
  'said.noRetry.too-late':
    'Es demasiado tarde: su solicitud está cerrada, o la contraseña se cambió hace más de un día. La persona puede pedir otro.',
  'said.revoked':
    'Revocado: {sessions, plural, one {# sesión cerrada} other {# sesiones cerradas}}, {secrets, plural, one {# enlace o código anulado} other {# enlaces y códigos anulados}}. La contraseña se queda.',
  'said.disabled':
    'Desactivada: {sessions, plural, one {# sesión cerrada} other {# sesiones cerradas}}, {secrets, plural, one {# enlace o código anulado} other {# enlaces y códigos anulados}}.',
  'said.enabled': 'La cuenta está activa.',
  'said.alreadyDisabled': 'Ya estaba desactivada. No se cambió nada.',
  'said.alreadyEnabled': 'Ya estaba activa. No se cambió nada.',
  'said.unsuppressed':
    'Se le vuelve a enviar correo. La persona puede pedirlo; lo pedido entretanto cuenta para el límite de correos. Si el servicio de correo tiene su propia lista, quita la dirección también allí.',
  'said.nothingSuppressed': 'Nada retiene los correos a esta dirección.',
  'said.noRequest':
    'No existe ninguna solicitud ni cuenta con este identificador. Las solicitudes se guardan 7 días.',
  'said.noAddress': 'Esta cuenta no tiene ninguna dirección a la que se puedan enviar correos.',
  'said.accountsElsewhere': 'Los usuarios son los de tu aplicación, {place}: cámbialos allí.',
  'said.eventRetried':
    '{deliveries, plural, one {# entrega se intenta} other {# entregas se intentan}} ahora.',
  'said.noDelivery':
    'Nada que entregar: llegó, ya no existe o su webhook está inactivo. {command} lo activa.',
  'said.noWebhook':
    'No se entregó nada: {names} ya no {webhooks, plural, one {está} other {están}} en la configuración. {webhooks, plural, one {Vuelve a poner el webhook} other {Vuelve a poner los webhooks}} y reinicia para entregarlo, o descarta lo que aún espera con {command}.',

  'said.queueMoves':
    '{jobs, plural, =0 {Ninguna tarea espera.} one {# tarea espera.} other {# tareas esperan.}}',
  'said.queueStands':
    '{jobs, plural, one {# tarea nueva espera} other {# tareas nuevas esperan}}, la más antigua desde hace {duration}: no funciona ningún worker o todos están ocupados.',
  'said.unknownJobs':
    '{jobs, plural, one {Espera # tarea} other {Esperan # tareas}} de otra versión: {kinds}. Ejecuta un worker de esa versión o actualiza este.',
  'said.webhooksRemoved':
    '{jobs, plural, one {# evento espera} other {# eventos esperan}} a {webhooks, plural, one {un webhook que ya no está} other {webhooks que ya no están}} en la configuración: {names}. {webhooks, plural, one {Vuelve a ponerlo} other {Vuelve a ponerlos}}, o descarta los eventos con {command}.',
  'said.workerRuns': 'El worker de este proceso funciona.',
  'said.workerSilent':
    'El worker de este proceso ha terminado. Busca worker.error en el registro del servidor y reinícialo.',
  'said.workerElsewhere': 'Los workers funcionan en otros procesos. La cola muestra lo que hacen.',
  'said.leases':
    'Los workers tienen {jobs, plural, one {# tarea} other {# tareas}}; la más antigua se renovó hace {duration}.',
  'said.mailLeaves': 'Los correos salen: ningún worker informa de problemas.',
  'said.mailCaught':
    'No hay servidor de correo configurado: el buzón integrado guarda los correos.',
  'said.secretsAgree': 'Todos los procesos tienen el mismo secreto.',
  'said.databaseTakesWrites': 'La base de datos responde y acepta escrituras.',
  'said.databaseReadOnly':
    'La base de datos no acepta escrituras: es una réplica, o default_transaction_read_only está activado, como hacen los servicios cuando el disco está lleno. DATABASE_URL debe llevar al servidor primario; libere espacio allí.',
  'said.secretsDiffer':
    'Un proceso tiene otro secreto, así que cada uno rechaza los códigos del otro. Dales a todos el mismo LATCHKEY_SECRET.',
  'said.accountsOwn': 'Las cuentas son las nuestras.',
  'said.accountsFit': 'Los usuarios son los de tu aplicación, {place}.',
  'said.accountsMisfit':
    'Los usuarios de tu aplicación, {place}, ya no encajan con la configuración. {command} dice por qué.',
  'said.webhooksHear':
    '{waiting, plural, =0 {Ningún evento espera.} one {# evento espera.} other {# eventos esperan.}}',
  'said.webhooksBehind':
    '{waiting, plural, one {# evento espera} other {# eventos esperan}}. Desde hace {duration} un webhook no sabe que terminaron sesiones. {command} explica su respuesta.',
  'said.limitsOff': 'Los límites están desactivados (RATE_LIMITS=off): nada frena a quien adivina.',

  'said.countAsked':
    'Pidieron: solicitudes aceptadas en este periodo. No cuentan las que rechazó un límite ni los enlaces emitidos por operadores.',
  'said.countEmailed':
    'Se les envió un enlace: aquellas para las que el servidor de correo aceptó un correo con enlace. El correo a una cuenta sin contraseña no lo lleva, ni tampoco uno a una dirección sin cuenta.',
  'said.countOpened':
    'Abrieron: aquellas cuyo enlace se abrió en nuestra página o cuyo código era correcto. Un filtro que ejecuta scripts cuenta como persona.',
  'said.countChanged': 'Cambiaron: aquellas tras las que se cambió la contraseña.',
  'said.countLimits':
    'Cada proceso escribe los rechazos cada {duration}; tras una caída faltan los últimos. Las tareas se cuentan hasta {most}.',
})
