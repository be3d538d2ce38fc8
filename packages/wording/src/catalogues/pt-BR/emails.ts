import { translation } from '../../texts.ts'
import type { emails as english } from '../en/emails.ts'

export const emails = translation<typeof english>('pt-BR', {
  'requested.at': 'Pedido em {moment}.',
  'requested.atWith': 'Pedido em {moment}, com {device}.',
  'device.browserOnSystem': '{browser} no {system}',
  'moment.dayAndTime': '{day} às {time}',
  'until.time': 'até {time}',
  'until.day': 'até {day} às {time}',
  'notYou.question': 'Não foi você?',
  'notYou.answer': 'Ignore este e-mail: nada foi alterado.',
  'support.contact': 'Precisa de ajuda? Escreva para {contact}.',
  'support.page': 'Precisa de ajuda? Acesse {contact}.',
  'text.colon': ':',
  'words.same': 'A página em que você fez o pedido mostra as mesmas duas palavras: {words}',

  'recovery.subject': '{service}: redefina sua senha – {words}',
  'recovery.subjectWithCode': '{code} é o seu código do {service} – {words}',
  'recovery.preheader': 'Escolha uma nova senha, com o link ou com o código.',
  'recovery.preheaderWithCode': 'Seu código é {code}. Ou escolha uma nova senha com o link.',
  'recovery.preheaderLink': 'Escolha uma nova senha com o link.',
  'recovery.title': 'Redefina sua senha',
  'recovery.intro':
    'Alguém pediu para redefinir a senha da sua conta {login} em {service}. Se foi você, use o link ou o código: basta um dos dois.',
  'recovery.introLink':
    'Alguém pediu para redefinir a senha da sua conta {login} em {service}. Se foi você, use o link.',
  'recovery.button': 'Escolher uma nova senha',
  'recovery.linkNote': 'Abre {host}. O link vale por {duration}, {until}.',
  'recovery.codeLabel': 'Seu código',
  'recovery.codeNote':
    'Ou digite este código na página em que você fez o pedido. Ele vale por {duration}, {until}.',
  'recovery.neverAsk':
    'Nunca pediremos este código a você, nem por telefone, nem por chat, nem por e-mail. Digite-o somente em {host}.',
  'recovery.codesClosed':
    'Este e-mail não traz código: muitos códigos errados foram digitados para o seu endereço, e por enquanto não aceitamos mais. O link continua valendo.',

  'changed.subject': '{service}: sua senha foi alterada',
  'changed.preheader': 'Alterada em {moment}. Todos os dispositivos foram desconectados.',
  'changed.title': 'Sua senha foi alterada',
  'changed.intro':
    'A senha da sua conta {login} em {service} foi alterada em {moment}. Todos os dispositivos foram desconectados.',
  'changed.with': 'Dispositivo usado: {device}.',
  'changed.wasYou': 'Se foi você, não é preciso fazer nada.',
  'changed.notYou':
    'Se foi outra pessoa, avise-nos: desconectaremos de novo todos os dispositivos e anularemos todos os links e códigos pendentes.',
  'changed.button': 'Não fui eu',
  'changed.buttonNote': 'Abre {host}, onde você confirma. O link vale até {time}.',

  'noPassword.subject': '{service}: como você faz login – {words}',
  'noPassword.preheader': 'Esta conta não tem senha para redefinir.',
  'noPassword.title': 'Você faz login sem senha',
  'noPassword.intro':
    'Alguém pediu para redefinir a senha da sua conta {login} em {service}. Esta conta não tem senha, então não há nada para redefinir.',
  'noPassword.how':
    'Se foi você, faça login como sempre, por exemplo com o botão de outro serviço ou pela sua organização.',
  'noPassword.button': 'Ir para a página de login',

  'noAccount.subject': '{service}: nenhuma conta com este endereço – {words}',
  'noAccount.preheader': 'Talvez você tenha se cadastrado com outro endereço.',
  'noAccount.title': 'Nenhuma conta com este endereço',
  'noAccount.intro':
    'Alguém pediu para redefinir a senha de {address} em {service}. Não há nenhuma conta com este endereço.',
  'noAccount.how': 'Se foi você, talvez tenha se cadastrado com outro endereço. Tente com ele.',
  'noAccount.button': 'Tentar outro endereço',

  'linkIssued.subject': '{service}: um link para a sua conta foi criado manualmente',
  'linkIssued.preheader': 'Criado em {moment}. Se você não o pediu, escolha uma nova senha.',
  'linkIssued.title': 'Um link para a sua conta foi criado manualmente',
  'linkIssued.intro':
    'Em {moment}, os responsáveis por {service} criaram um link que permite escolher uma nova senha para a sua conta {login}. Eles mesmos o entregam, por exemplo quando os e-mails não chegam. Este e-mail não contém o link.',
  'linkIssued.once': 'O link funciona uma única vez, até {until}.',
  'linkIssued.wasYou': 'Se você o pediu, não é preciso fazer nada.',
  'linkIssued.notYou':
    'Se não, escolha uma nova senha agora: o link deixará de funcionar. E avise os responsáveis por {service}.',
  'linkIssued.button': 'Escolher uma nova senha',
  'linkIssued.buttonNote': 'Abre {host}, onde você digita seu endereço de e-mail.',

  'resetRequired.subject': '{service}: escolha uma nova senha',
  'resetRequired.preheader': 'Sua conta precisa de uma nova senha.',
  'resetRequired.title': 'Escolha uma nova senha',
  'resetRequired.intro':
    'Os responsáveis por {service} pedem a todas as pessoas afetadas que escolham uma nova senha. Isso inclui a sua conta {login}.',
  'resetRequired.reason': 'O motivo, nas palavras deles: “{reason}”',
  'resetRequired.locked':
    'Sua senha atual não funciona mais, e todos os dispositivos foram desconectados.',
  'resetRequired.open': 'Até lá, sua senha atual continua funcionando.',
  'resetRequired.how':
    'Abra {host} por conta própria ou use o botão. Digite lá seu endereço de e-mail: você receberá outro e-mail, com um link e um código.',
  'resetRequired.button': 'Ir para a página',
  'resetRequired.neverAsk':
    'O botão abre {host} e nada mais. Nunca pediremos sua senha, nem por e-mail, nem por telefone, nem por chat.',
  'resetRequired.elsewhere': 'Se você usa a mesma senha em outro lugar, altere-a lá também.',

  'test.subject': 'E-mail de teste de {service}',
  'test.title': 'O e-mail funciona',
  'test.works': 'Se você consegue ler isto, {service} consegue enviar e-mails.',
  'test.look': 'Veja aonde este link leva de verdade antes de abri-lo:',
  'test.tracked':
    'Se levar a outro lugar, seu serviço de e-mail reescreve links e veria os que redefinem senhas. Desative nele o rastreamento de cliques.',
})
