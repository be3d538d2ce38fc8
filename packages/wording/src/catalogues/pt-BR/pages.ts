import { translation } from '../../texts.ts'
import type { pages as english } from '../en/pages.ts'

export const pages = translation<typeof english>('pt-BR', {
  'language.label': 'Idioma',
  'language.missing':
    'Os textos em {language} não carregaram. Verifique sua conexão e escolha o idioma de novo.',
  'page.start': 'Início',
  'page.steps': 'Etapa {step} de {total}',
  'page.newTab': '(em uma nova aba)',
  'page.loading': 'Um momento…',

  'email.label': 'E-mail',
  'email.missing': 'Digite seu e-mail.',
  'email.malformed': 'Digite um único endereço de e-mail, como name@example.com.',
  'email.tidied': 'Removemos o que estava em volta do endereço. Confira e continue.',
  'email.hidden':
    'O endereço contém um caractere invisível ({character}). Apague-o e digite-o à mão.',
  'email.space': 'O endereço contém um espaço. Remova-o.',
  'email.localNotAscii': 'Antes do @ só são aceitos letras sem acento, números e sinais.',
  'email.localUnsupported':
    'O que está antes do @ não é aceito. Confira os pontos, as aspas e os parênteses.',
  'email.domainWithoutDot': 'Falta um ponto depois do @, como em example.com.',
  'email.domainInvalid': 'O que vem depois do @ não é um nome de domínio como example.com.',
  'email.tooLong': 'Este endereço é longo demais.',
  'email.suggestion': 'Você quis dizer {address}?',
  'email.useSuggestion': 'Usar {address}',

  'password.label': 'Senha',
  'password.missing': 'Digite sua senha.',
  'password.show': 'Mostrar a senha',
  'password.hide': 'Ocultar a senha',
  'password.showShort': 'Mostrar',
  'password.hideShort': 'Ocultar',
  'password.capsLock': 'O Caps Lock está ativado.',
  'password.edgeSpace': 'Ela começa ou termina com um espaço, que faz parte dela.',

  'signIn.title': 'Entrar',
  'signIn.submit': 'Entrar',
  'signIn.busy': 'Entrando…',
  'signIn.failed': 'Esse e-mail e essa senha não correspondem a nenhuma conta.',
  'signIn.failedAdvice': 'Confira os dois e tente de novo, ou {link}.',
  'signIn.failedLink': 'escolha uma nova senha',
  'signIn.noCookies':
    'O endereço e a senha estão corretos, mas o navegador não guarda cookies deste site, por isso você não entrou. Permita cookies para este site e tente de novo.',
  'signIn.forgot': 'Esqueceu a senha?',
  'signIn.to': 'Entrar em {product}',
  'signIn.changedTitle': 'Sua senha foi alterada',
  'signIn.changedNext': 'Entre com a nova senha. Um e-mail sobre a alteração está a caminho.',
  'signIn.changed':
    'Sua senha foi alterada. Todos os outros dispositivos foram desconectados, e um aviso sobre isso está a caminho do seu e-mail.',

  'home.title': 'Sua conta',
  'home.signedIn': 'Você entrou na sua conta',
  'home.signedOut': 'Você saiu da sua conta',
  'home.signedOutText': 'Entre para continuar, ou escolha uma nova senha se perdeu a antiga.',
  'home.account': 'Conta',
  'home.since': 'Desde',
  'home.signOut': 'Sair',
  'home.signOutBusy': 'Saindo…',

  'forgot.title': 'Esqueceu a senha?',
  'forgot.intro': 'Informe o endereço que você usa para entrar. Enviaremos um link e um código.',
  'forgot.form': 'Pedir o e-mail',
  'forgot.submit': 'Enviar link',
  'forgot.busy': 'Enviando…',
  'forgot.back': 'Voltar para o login',

  'support.lostMailbox': 'Perdeu o acesso a esta caixa de e-mail?',
  'support.contact': 'Escreva para {contact}.',
  'support.visit': 'Procure ajuda em {contact}.',

  'verify.title': 'Confira seu e-mail',
  'verify.sent':
    'Se houver uma conta com {address}, enviamos um link e um código para esse endereço.',
  'verify.resent':
    'Se houver uma conta com {address}, enviamos outro e-mail com um link e um código. Os anteriores continuam valendo até expirar.',
  'verify.words': 'No assunto: {words}',
  'verify.demo': 'Isto é uma demonstração: os e-mails chegam aqui.',
  'verify.openMailbox': 'Abrir a caixa de e-mail',
  'verify.openWebmail': 'Abrir {provider}',
  'verify.noEmail': 'O e-mail não chegou?',
  'verify.sender': 'Ele vem de {address}. Procure também na pasta de spam.',
  'verify.until': 'O código vale até {time}. O link vale por mais tempo, em qualquer dispositivo.',
  'verify.tellNobody': 'Não diga o código a ninguém. Nunca o pedimos por telefone ou e-mail.',
  'verify.expiresSoon': 'O código ainda vale por {duration}. Depois disso, peça outro envio.',
  'verify.expired': 'O código já pode ter expirado. Peça outro envio para receber um novo.',
  'verify.closed':
    'Muitos códigos errados foram digitados, então não aceitamos mais códigos para este pedido. O link do e-mail continua valendo. Você também pode recomeçar com um novo e-mail.',
  'verify.resend': 'Enviar de novo',
  'verify.resendForm': 'Enviar o e-mail de novo',
  'verify.resendBusy': 'Enviando…',
  'verify.resendWait': 'Você poderá pedir outro envio em {duration}.',
  'verify.resendReady': 'Você já pode pedir outro envio.',
  'verify.startOver': 'Recomeçar',
  'verify.usedTitle': 'Você já usou este código',
  'verify.usedGoOn': 'Ele estava certo e você pode continuar. Não é preciso digitá-lo de novo.',
  'verify.usedText':
    'Ele estava certo, mas só funciona uma vez. Abra o link do mesmo e-mail ou peça um novo e-mail.',
  'verify.anyTitle': 'Digite o código do seu e-mail',
  'verify.anyText':
    'Nenhum código foi pedido nesta aba, mas o código do nosso e-mail funciona aqui, junto com o endereço para o qual foi enviado.',
  'verify.otherAddress': 'Usar outro endereço',
  'verify.finishedElsewhere': 'Terminou em outro dispositivo? Entrar',
  'verify.nothingRequest': 'Pedir um código',

  'code.form': 'Digitar o código',
  'code.label': 'Código do e-mail',
  'code.hint': 'Seis dígitos. Você pode colar a linha inteira.',
  'code.submit': 'Continuar',
  'code.busy': 'Verificando…',
  'code.missing': 'Digite o código do e-mail.',
  'code.notDigits': 'O código só tem dígitos. Copie-o do e-mail.',
  'code.tooShort': 'O código tem seis dígitos. Faltam alguns.',
  'code.tooLong': 'O código tem seis dígitos. Você digitou dígitos demais.',
  'code.wrong': 'Esse não é o código que enviamos.',
  'code.wrongOrExpired': 'Esse código está errado ou expirou.',
  'code.noMatch': 'Este código e este endereço não combinam, ou o código expirou ou já foi usado.',
  'code.triesLeft': '{count, plural, one {Resta # tentativa.} other {Restam # tentativas.}}',

  'reset.title': 'Escolha uma nova senha',
  'reset.checking': 'Verificando seu link…',
  'reset.account': 'Conta',
  'reset.password': 'Nova senha',
  'reset.passwordMissing': 'Digite uma nova senha.',
  'reset.again': 'Confirme a nova senha',
  'reset.differ': 'As senhas não coincidem. Digite a nova senha mais uma vez.',
  'reset.show': 'Mostrar a nova senha',
  'reset.hide': 'Ocultar a nova senha',
  'reset.advice': 'Algumas palavras sem relação entre si são fáceis de lembrar.',
  'reset.length': 'Pelo menos {count, plural, one {# caractere} other {# caracteres}}',
  'reset.lengthMet':
    'Pelo menos {count, plural, one {# caractere} other {# caracteres}}: tamanho suficiente',
  'reset.lengthMissing':
    'Pelo menos {least, plural, one {# caractere} other {# caracteres}}: {count, plural, one {falta #} other {faltam #}}',
  'reset.uncommon': 'Nem uma que muita gente usa, nem seu endereço, nem o nome deste site',
  'reset.ruleMet': '(cumprido)',
  'reset.ruleRefused': '(não cumprido)',
  'reset.submit': 'Salvar a nova senha',
  'reset.busy': 'Salvando…',
  'reset.done': 'Sua senha foi alterada.',
  'reset.changedTitle': 'Sua senha já foi alterada',
  'reset.changedText': 'O link ou o código já foi usado. Entre com a nova senha.',
  'reset.expiresSoon': 'Você ainda tem {duration} para fazer isso.',
  'reset.expiresSoonAdvice':
    'Se precisar de mais tempo, peça um novo código. O que você digitou fica aqui.',
  'reset.expired': 'O tempo acabou',
  'reset.ticketOver':
    'Seu código estava certo, mas o tempo para escolher uma senha acabou, ou a senha foi alterada nesse meio-tempo. Nada foi alterado agora. Peça um novo e-mail.',
  'reset.expiredText':
    'Passou tempo demais ou a senha foi alterada em outro lugar. Se foi você, entre. Se não, peça um novo código e continue: o que você digitou continua aqui.',
  'reset.renew': 'Enviar um novo código',
  'reset.renewBusy': 'Enviando…',
  'reset.renewSent':
    'Um novo e-mail está a caminho de {address}. Digite o código dele aqui; o que você digitou fica.',
  'reset.renewed': 'Obrigado, o código está certo. Agora salve sua nova senha.',
  'reset.deadTitle': 'Este link não vale mais',
  'reset.deadText':
    'Ele expirou ou já foi usado, ou uma senha mais recente tomou seu lugar. Nada foi alterado agora.',
  'reset.nothingTitle': 'Abra o link mais uma vez',
  'reset.noLinkText':
    'Esta página esquece o link quando é recarregada, e outro navegador nunca o teve. Abra de novo o link do e-mail, ele ainda funciona, ou digite o código do mesmo e-mail.',
  'reset.newLink': 'Enviar um novo link',
  'reset.cutTitle': 'Este link não está completo',
  'reset.cutText':
    'Ele foi cortado ou modificado no caminho. Copie o link inteiro do e-mail ou digite o código do mesmo e-mail.',
  'reset.enterCode': 'Digitar o código',

  'reason.tooShort': 'Use pelo menos {count, plural, one {# caractere} other {# caracteres}}.',
  'reason.tooShortUnknown': 'Use mais caracteres.',
  'reason.tooLong': 'Use no máximo {count, plural, one {# caractere} other {# caracteres}}.',
  'reason.countsMore': 'Letras com acento, outros alfabetos e emojis contam mais de uma vez.',
  'reason.tooLongUnknown': 'Use menos caracteres.',
  'reason.illFormed': 'Ela contém um caractere que não pode ser usado. Digite-a de novo.',
  'reason.common': 'Muita gente usa essa senha, então é fácil de adivinhar.',
  'reason.context': 'Ela é parecida demais com seu endereço ou com o nome deste site.',
  'reason.breached':
    'Ela é conhecida de um vazamento de dados em outro lugar, então está entre as primeiras a serem tentadas.',
  'strength.refused': 'Será recusada',
  'strength.weak': 'Fraca: prefira mais longa',
  'strength.good': 'Difícil de adivinhar',

  'notMe.title': 'Não foi você?',
  'notMe.text': 'A senha de {login} foi alterada.',
  'notMe.what':
    'Se não foi você, proteja sua conta agora: todos os dispositivos serão desconectados, todos os links e códigos pendentes deixarão de funcionar e os responsáveis por este serviço serão avisados.',
  'notMe.sure': 'Eu não alterei esta senha',
  'notMe.sureMissing': 'Se não foi você, marque primeiro esta caixa.',
  'notMe.nothingYet': 'Nada aconteceu ainda. Se foi você, basta fechar esta página.',
  'notMe.submit': 'Não fui eu: proteger minha conta',
  'notMe.busy': 'Protegendo…',
  'notMe.doneTitle': 'Sua conta está protegida',
  'notMe.doneText':
    'Todos os dispositivos foram desconectados, todos os links e códigos pendentes foram anulados e os responsáveis por este serviço já sabem. Agora escolha uma nova senha: a atual foi definida por outra pessoa.',
  'notMe.choose': 'Escolher uma nova senha',
  'notMe.deadTitle': 'Este link não vale mais',
  'notMe.deadText':
    'Ele expirou ou já foi usado. Se outra pessoa pode conhecer sua senha, escolha uma nova agora.',
  'notMe.cutText':
    'Ele foi cortado ou modificado no caminho. Copie o link inteiro do e-mail e abra-o de novo.',
  'notMe.nothingTitle': 'Abra o link mais uma vez',
  'notMe.noLinkText':
    'Esta página esquece o link quando é recarregada, e outro navegador nunca o teve. Abra de novo o link do e-mail; ele ainda funciona.',

  'notFound.title': 'Esta página não existe',
  'notFound.text': 'O endereço pode estar errado ou desatualizado.',
  'notFound.start': 'Ir para o início',

  'broken.title': 'Esta página parou de funcionar',
  'broken.showAgain': 'Mostrar a página de novo',
  'broken.unknown':
    'A culpa é nossa. Não sabemos se o seu último passo foi concluído. Mostre a página de novo e continue a partir daí.',
  'broken.reload': 'Recarregar a página',
  'offline.title': 'Você está sem conexão',
  'offline.text': 'Esta página continua sozinha assim que a conexão voltar. Nada se perde.',
  'offline.held': 'Você está sem conexão. Isto será enviado assim que ela voltar.',
  'offline.retry': 'Tentar agora',

  'trouble.slow': 'Ainda em andamento. Está demorando mais que o normal.',
  'trouble.retry': 'Tentar de novo',
  'trouble.failed':
    'Não funcionou, e a causa provavelmente não é sua conexão. Tente de novo em um minuto; o que você digitou continua aqui.',
  'trouble.wait': 'Você poderá tentar de novo em {duration}.',
  'trouble.waitOver': 'Você já pode tentar de novo.',
  'trouble.reference': 'Se pedir ajuda, informe isto: {reference}',
  'trouble.copy': 'Copiar',
  'trouble.copied': 'Copiado',
  'trouble.gone': 'Isto não vale mais. Pode ter expirado ou já ter sido usado.',
  'trouble.tooManyAttempts': 'O código foi tentado vezes demais e agora está bloqueado.',
  'trouble.passwordRejected': 'Escolha outra senha.',
  'trouble.badInput': 'Algo neste formulário não está certo. Confira e tente de novo.',
  'trouble.rateLimited':
    'Tentativas demais em pouco tempo a partir da sua rede. As de quem a compartilha também contam.',
  'trouble.unavailable':
    'Não é possível fazer isso agora. Nada foi alterado, e o que você digitou continua aqui.',
  'trouble.unreachable':
    'Não foi possível acessar o servidor. Confira sua conexão; o que você digitou continua aqui.',
})
