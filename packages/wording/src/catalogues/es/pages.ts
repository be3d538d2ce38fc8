import { translation } from '../../texts.ts'
import type { pages as english } from '../en/pages.ts'

export const pages = translation<typeof english>('es', {
  'language.label': 'Idioma',
  'language.missing':
    'Los textos en {language} no se han cargado. Comprueba tu conexión y vuelve a elegir el idioma.',
  'page.start': 'Inicio',
  'page.steps': 'Paso {step} de {total}',
  'page.newTab': '(en una pestaña nueva)',
  'page.loading': 'Un momento…',

  'email.label': 'Correo electrónico',
  'email.missing': 'Escribe tu correo electrónico.',
  'email.malformed': 'Escribe una sola dirección, como name@example.com.',
  'email.tidied': 'Hemos quitado lo que rodeaba la dirección. Compruébala y continúa.',
  'email.hidden':
    'La dirección contiene un carácter invisible ({character}). Bórrala y escríbela a mano.',
  'email.space': 'La dirección contiene un espacio. Quítalo.',
  'email.localNotAscii': 'Antes de la @ solo se admiten letras sin tilde, cifras y signos.',
  'email.localUnsupported':
    'Lo que está antes de la @ no se admite. Revisa los puntos, las comillas y los paréntesis.',
  'email.domainWithoutDot': 'Falta un punto después de la @, como en example.com.',
  'email.domainInvalid': 'Lo que sigue a la @ no es un nombre de dominio como example.com.',
  'email.tooLong': 'Esta dirección es demasiado larga.',
  'email.suggestion': '¿Querías decir {address}?',
  'email.useSuggestion': 'Usar {address}',

  'password.label': 'Contraseña',
  'password.missing': 'Escribe tu contraseña.',
  'password.show': 'Mostrar la contraseña',
  'password.hide': 'Ocultar la contraseña',
  'password.showShort': 'Mostrar',
  'password.hideShort': 'Ocultar',
  'password.capsLock': 'El bloqueo de mayúsculas está activado.',
  'password.edgeSpace': 'Empieza o termina con un espacio, que forma parte de ella.',

  'signIn.title': 'Iniciar sesión',
  'signIn.submit': 'Iniciar sesión',
  'signIn.busy': 'Iniciando sesión…',
  'signIn.failed': 'Ese correo y esa contraseña no corresponden a ninguna cuenta.',
  'signIn.failedAdvice': 'Revisa ambos y vuelve a intentarlo, o {link}.',
  'signIn.failedLink': 'elige una contraseña nueva',
  'signIn.noCookies':
    'La dirección y la contraseña son correctas, pero tu navegador no guarda cookies de este sitio, así que no has iniciado sesión. Permite las cookies de este sitio y vuelve a intentarlo.',
  'signIn.forgot': '¿Has olvidado la contraseña?',
  'signIn.to': 'Iniciar sesión en {product}',
  'signIn.changedTitle': 'Tu contraseña se ha cambiado',
  'signIn.changedNext':
    'Inicia sesión con tu nueva contraseña. Te hemos enviado un correo sobre el cambio.',
  'signIn.changed':
    'Tu contraseña se ha cambiado. Se ha cerrado la sesión en todos los demás dispositivos y te hemos enviado un aviso por correo.',

  'home.title': 'Tu cuenta',
  'home.signedIn': 'Has iniciado sesión',
  'home.signedOut': 'Has cerrado la sesión',
  'home.signedOutText':
    'Inicia sesión para continuar, o elige una contraseña nueva si has perdido la anterior.',
  'home.account': 'Cuenta',
  'home.since': 'Desde',
  'home.signOut': 'Cerrar sesión',
  'home.signOutBusy': 'Cerrando sesión…',

  'forgot.title': '¿Has olvidado la contraseña?',
  'forgot.intro': 'Dinos con qué dirección inicias sesión. Te enviaremos un enlace y un código.',
  'forgot.form': 'Pedir el correo',
  'forgot.submit': 'Enviar el enlace',
  'forgot.busy': 'Enviando…',
  'forgot.back': 'Volver al inicio de sesión',

  'support.lostMailbox': '¿Ya no tienes acceso a este buzón?',
  'support.contact': 'Escribe a {contact}.',
  'support.visit': 'Busca ayuda en {contact}.',

  'verify.title': 'Revisa tu correo',
  'verify.sent': 'Si hay una cuenta con {address}, le hemos enviado un enlace y un código.',
  'verify.resent':
    'Si hay una cuenta con {address}, le hemos enviado otro correo con un enlace y un código. Los anteriores siguen siendo válidos hasta que caduquen.',
  'verify.words': 'En su asunto: {words}',
  'verify.demo': 'Esto es una demostración: los correos llegan aquí.',
  'verify.openMailbox': 'Abrir el buzón',
  'verify.openWebmail': 'Abrir {provider}',
  'verify.noEmail': '¿No llega el correo?',
  'verify.sender': 'Llega desde {address}. Mira también en la carpeta de correo no deseado.',
  'verify.until':
    'El código es válido hasta las {time}; el enlace, más tiempo y en cualquier dispositivo.',
  'verify.tellNobody':
    'No le digas el código a nadie. Nunca lo pedimos por teléfono ni por correo.',
  'verify.expiresSoon':
    'El código es válido durante {duration} más. Después, pide que te enviemos otro correo.',
  'verify.expired':
    'Es posible que el código ya haya caducado. Pide otro correo para recibir uno nuevo.',
  'verify.closed':
    'Se han escrito demasiados códigos erróneos, así que ya no aceptamos más para esta solicitud. El enlace del correo sigue siendo válido. También puedes empezar de nuevo con otro correo.',
  'verify.resend': 'Enviar otra vez',
  'verify.resendForm': 'Enviar el correo otra vez',
  'verify.resendBusy': 'Enviando…',
  'verify.resendWait': 'Podrás pedir otro envío en {duration}.',
  'verify.resendReady': 'Ya puedes pedir otro envío.',
  'verify.startOver': 'Empezar de nuevo',
  'verify.usedTitle': 'Ya has usado este código',
  'verify.usedGoOn': 'Era correcto y puedes continuar. No hace falta introducirlo otra vez.',
  'verify.usedText':
    'Era correcto, pero solo sirve una vez. Abre el enlace del mismo correo o pide un correo nuevo.',
  'verify.anyTitle': 'Introduce el código de tu correo',
  'verify.anyText':
    'En esta pestaña no se ha pedido ningún código, pero el de nuestro correo sirve aquí junto con la dirección a la que se envió.',
  'verify.otherAddress': 'Usar otra dirección',
  'verify.finishedElsewhere': '¿Terminaste en otro dispositivo? Inicia sesión',
  'verify.nothingRequest': 'Pedir un código',

  'code.form': 'Escribir el código',
  'code.label': 'Código del correo',
  'code.hint': 'Seis cifras. Puedes pegar la línea entera.',
  'code.submit': 'Continuar',
  'code.busy': 'Comprobando…',
  'code.missing': 'Escribe el código del correo.',
  'code.notDigits': 'El código solo tiene cifras. Cópialo del correo.',
  'code.tooShort': 'El código tiene seis cifras. Faltan algunas.',
  'code.tooLong': 'El código tiene seis cifras. Has escrito demasiadas.',
  'code.wrong': 'Ese no es el código que enviamos.',
  'code.wrongOrExpired': 'Ese código es erróneo o ha caducado.',
  'code.noMatch':
    'Este código y esta dirección no se corresponden, o el código ha caducado o ya se ha usado.',
  'code.triesLeft': '{count, plural, one {Queda un intento.} other {Quedan # intentos.}}',

  'reset.title': 'Elige una contraseña nueva',
  'reset.checking': 'Comprobando tu enlace…',
  'reset.account': 'Cuenta',
  'reset.password': 'Contraseña nueva',
  'reset.passwordMissing': 'Escribe una contraseña nueva.',
  'reset.again': 'Confirma la contraseña nueva',
  'reset.differ': 'Las contraseñas no coinciden. Escribe otra vez la contraseña nueva.',
  'reset.show': 'Mostrar la contraseña nueva',
  'reset.hide': 'Ocultar la contraseña nueva',
  'reset.advice': 'Unas cuantas palabras sin relación entre sí son fáciles de recordar.',
  'reset.length': 'Al menos {count, plural, one {un carácter} other {# caracteres}}',
  'reset.lengthMet':
    'Al menos {count, plural, one {un carácter} other {# caracteres}}: longitud suficiente',
  'reset.lengthMissing':
    'Al menos {least, plural, one {un carácter} other {# caracteres}}: {count, plural, one {falta uno} other {faltan #}}',
  'reset.uncommon': 'Ni una que use mucha gente, ni tu dirección, ni el nombre de este sitio',
  'reset.ruleMet': '(se cumple)',
  'reset.ruleRefused': '(no se cumple)',
  'reset.submit': 'Guardar la contraseña nueva',
  'reset.busy': 'Guardando…',
  'reset.done': 'Tu contraseña se ha cambiado.',
  'reset.expiresSoon': 'Tienes {duration} más para hacerlo.',
  'reset.changedTitle': 'Tu contraseña ya está cambiada',
  'reset.changedText':
    'El enlace o el código ya se ha usado. Inicia sesión con la nueva contraseña.',
  'reset.expiresSoonAdvice':
    'Si necesitas más tiempo, pide un código nuevo. Lo que has escrito se queda aquí.',
  'reset.expired': 'Se ha acabado el tiempo',
  'reset.ticketOver':
    'Tu código era correcto, pero el tiempo para elegir una contraseña ha terminado, o la contraseña se ha cambiado mientras tanto. Ahora no se ha cambiado nada. Pide un correo nuevo.',
  'reset.expiredText':
    'Ha pasado demasiado tiempo o la contraseña se ha cambiado en otro lugar. Si has sido tú, inicia sesión. Si no, pide un código nuevo y continúa: lo que has escrito sigue aquí.',
  'reset.renew': 'Enviar un código nuevo',
  'reset.renewBusy': 'Enviando…',
  'reset.renewSent':
    'Hay un correo nuevo de camino a {address}. Escribe aquí su código; lo que has escrito se conserva.',
  'reset.renewed': 'Gracias, el código es correcto. Ahora guarda tu contraseña nueva.',
  'reset.deadTitle': 'Este enlace ya no es válido',
  'reset.deadText':
    'Ha caducado o ya se usó, o una contraseña más reciente ocupó su lugar. Ahora mismo no se ha cambiado nada.',
  'reset.nothingTitle': 'Abre el enlace otra vez',
  'reset.noLinkText':
    'Esta página olvida el enlace al recargarse, y otro navegador nunca lo tuvo. Abre de nuevo el enlace del correo, sigue funcionando, o introduce el código del mismo correo.',
  'reset.newLink': 'Enviar un enlace nuevo',
  'reset.cutTitle': 'Este enlace no está completo',
  'reset.cutText':
    'Se ha cortado o modificado por el camino. Copia el enlace entero del correo o introduce el código del mismo correo.',
  'reset.enterCode': 'Introducir el código',

  'reason.tooShort': 'Usa al menos {count, plural, one {un carácter} other {# caracteres}}.',
  'reason.tooShortUnknown': 'Usa más caracteres.',
  'reason.tooLong': 'Usa como máximo {count, plural, one {un carácter} other {# caracteres}}.',
  'reason.countsMore': 'Las letras con tilde, otros alfabetos y los emojis cuentan más de una vez.',
  'reason.tooLongUnknown': 'Usa menos caracteres.',
  'reason.illFormed': 'Contiene un carácter que no se puede usar. Escríbela de nuevo.',
  'reason.common': 'La usa demasiada gente, así que es fácil de adivinar.',
  'reason.context': 'Se parece demasiado a tu dirección o al nombre de este sitio.',
  'reason.breached':
    'Se conoce por una filtración de datos en otro sitio, así que es de las primeras que se prueban.',
  'strength.refused': 'Se rechazará',
  'strength.weak': 'Débil: mejor más larga',
  'strength.good': 'Difícil de adivinar',

  'notMe.title': '¿No has sido tú?',
  'notMe.text': 'Se ha cambiado la contraseña de {login}.',
  'notMe.what':
    'Si no has sido tú, protege tu cuenta ahora: se cerrará la sesión en todos los dispositivos, los enlaces y códigos pendientes dejarán de funcionar y avisaremos a quienes gestionan este servicio.',
  'notMe.sure': 'No he cambiado esta contraseña',
  'notMe.sureMissing': 'Si no has sido tú, marca primero esta casilla.',
  'notMe.nothingYet': 'Todavía no ha pasado nada. Si has sido tú, cierra esta página sin más.',
  'notMe.submit': 'No he sido yo: proteger mi cuenta',
  'notMe.busy': 'Protegiendo…',
  'notMe.doneTitle': 'Tu cuenta está protegida',
  'notMe.doneText':
    'Se ha cerrado la sesión en todos los dispositivos, los enlaces y códigos pendientes ya no valen y quienes gestionan este servicio están avisados. Ahora elige una contraseña nueva: la actual la puso otra persona.',
  'notMe.choose': 'Elegir una contraseña nueva',
  'notMe.deadTitle': 'Este enlace ya no es válido',
  'notMe.deadText':
    'Ha caducado o ya se usó. Si otra persona puede conocer tu contraseña, elige una nueva ahora.',
  'notMe.cutText':
    'Se ha cortado o modificado por el camino. Copia el enlace entero del correo y ábrelo de nuevo.',
  'notMe.nothingTitle': 'Abre el enlace otra vez',
  'notMe.noLinkText':
    'Esta página olvida el enlace al recargarse, y otro navegador nunca lo tuvo. Abre de nuevo el enlace del correo; sigue funcionando.',

  'notFound.title': 'Esta página no existe',
  'notFound.text': 'Puede que la dirección esté mal escrita o sea antigua.',
  'notFound.start': 'Ir al inicio',

  'broken.title': 'Esta página ha dejado de funcionar',
  'broken.showAgain': 'Mostrar la página de nuevo',
  'broken.unknown':
    'Es culpa nuestra. No sabemos si tu último paso llegó a completarse. Muestra la página de nuevo y continúa desde ahí.',
  'broken.reload': 'Volver a cargar la página',
  'offline.title': 'No tienes conexión',
  'offline.text':
    'Esta página continuará sola en cuanto vuelvas a tener conexión. No se pierde nada.',
  'offline.held': 'No tienes conexión. Se enviará en cuanto vuelvas a tenerla.',
  'offline.retry': 'Intentarlo ahora',

  'trouble.slow': 'Seguimos en ello. Está tardando más de lo normal.',
  'trouble.retry': 'Volver a intentarlo',
  'trouble.failed':
    'No ha funcionado, y probablemente no se debe a tu conexión. Vuelve a intentarlo en un minuto; lo que has escrito sigue aquí.',
  'trouble.wait': 'Podrás volver a intentarlo en {duration}.',
  'trouble.waitOver': 'Ya puedes volver a intentarlo.',
  'trouble.reference': 'Si pides ayuda, indica esto: {reference}',
  'trouble.copy': 'Copiar',
  'trouble.copied': 'Copiado',
  'trouble.gone': 'Esto ya no es válido. Puede que haya caducado o que ya se haya usado.',
  'trouble.tooManyAttempts': 'El código se ha probado demasiadas veces y ya está bloqueado.',
  'trouble.passwordRejected': 'Elige otra contraseña.',
  'trouble.badInput':
    'Hay algo en este formulario que no está bien. Revísalo y vuelve a intentarlo.',
  'trouble.rateLimited':
    'Demasiados intentos en poco tiempo desde tu red. También cuentan los de quienes la comparten.',
  'trouble.unavailable':
    'Ahora mismo no podemos hacerlo. No se ha cambiado nada, y lo que has escrito sigue aquí.',
  'trouble.unreachable':
    'No hemos podido conectar con el servidor. Revisa tu conexión; lo que has escrito sigue aquí.',
})
