import { translation } from '../../texts.ts'
import type { pages as english } from '../en/pages.ts'

export const pages = translation<typeof english>('ja', {
  'language.label': '言語',
  'language.missing':
    '{language}の文章を読み込めませんでした。接続を確認して、もう一度選んでください。',
  'page.start': 'トップ',
  'page.steps': 'ステップ {step}／{total}',
  'page.newTab': '（新しいタブで開きます）',
  'page.loading': 'しばらくお待ちください…',

  'email.label': 'メールアドレス',
  'email.missing': 'メールアドレスを入力してください。',
  'email.malformed': 'メールアドレスを 1 つ入力してください（例：name@example.com）。',
  'email.tidied': 'アドレスの前後にあった文字を取り除きました。確認してから続けてください。',
  'email.hidden':
    'アドレスに目に見えない文字（{character}）が含まれています。いったん消して、手で入力してください。',
  'email.space': 'アドレスに空白が含まれています。取り除いてください。',
  'email.localNotAscii': '@ の前に使えるのは、半角の英数字と記号だけです。',
  'email.localUnsupported':
    '@ の前の部分は使えません。ピリオド、引用符、かっこを確認してください。',
  'email.domainWithoutDot': '@ の後に、example.com のようなピリオドが必要です。',
  'email.domainInvalid': '@ の後が、example.com のようなドメイン名ではありません。',
  'email.tooLong': 'アドレスが長すぎます。',
  'email.suggestion': '{address} ではありませんか？',
  'email.useSuggestion': '{address} を使う',

  'password.label': 'パスワード',
  'password.missing': 'パスワードを入力してください。',
  'password.show': 'パスワードを表示',
  'password.hide': 'パスワードを隠す',
  'password.showShort': '表示',
  'password.hideShort': '隠す',
  'password.capsLock': 'Caps Lock がオンになっています。',
  'password.edgeSpace': '先頭または末尾に空白があります。空白もパスワードの一部です。',

  'signIn.title': 'ログイン',
  'signIn.submit': 'ログイン',
  'signIn.busy': 'ログインしています…',
  'signIn.failed': 'このメールアドレスとパスワードに一致するアカウントはありません。',
  'signIn.failedAdvice': '両方を確認してもう一度お試しください。または{link}。',
  'signIn.failedLink': '新しいパスワードを設定してください',
  'signIn.noCookies':
    'メールアドレスとパスワードは正しいのですが、ブラウザーがこのサイトの Cookie を保存しないため、ログインできていません。このサイトの Cookie を許可して、もう一度ログインしてください。',
  'signIn.forgot': 'パスワードをお忘れですか？',
  'signIn.to': '{product} にログイン',
  'signIn.changedTitle': 'パスワードを変更しました',
  'signIn.changedNext':
    '新しいパスワードでログインしてください。変更をお知らせするメールをお送りしました。',
  'signIn.changed':
    'パスワードを変更しました。ほかのすべての端末からログアウトし、お知らせのメールをお送りしています。',

  'home.title': 'アカウント',
  'home.signedIn': 'ログインしています',
  'home.signedOut': 'ログアウトしました',
  'home.signedOutText':
    '続けるにはログインしてください。以前のパスワードがわからない場合は、新しいパスワードを設定してください。',
  'home.account': 'アカウント',
  'home.since': 'ログイン日時',
  'home.signOut': 'ログアウト',
  'home.signOutBusy': 'ログアウトしています…',

  'forgot.title': 'パスワードをお忘れですか？',
  'forgot.intro':
    'ログインに使っているメールアドレスを入力してください。リンクとコードをお送りします。',
  'forgot.form': 'メールの送信を依頼',
  'forgot.submit': 'リンクを送信',
  'forgot.busy': '送信しています…',
  'forgot.back': 'ログインに戻る',

  'support.lostMailbox': 'このメールを受け取れなくなりましたか？',
  'support.contact': '{contact} までご連絡ください。',
  'support.visit': '{contact} をご覧ください。',

  'verify.title': 'メールをご確認ください',
  'verify.sent': '{address} のアカウントがある場合は、リンクとコードをお送りしました。',
  'verify.resent':
    '{address} のアカウントがある場合は、リンクとコードを記載したメールをもう一度お送りしました。以前のメールも期限までは使えます。',
  'verify.words': '件名の単語：{words}',
  'verify.demo': 'これはデモです。メールはここに届きます。',
  'verify.openMailbox': 'メールボックスを開く',
  'verify.openWebmail': '{provider} を開く',
  'verify.noEmail': 'メールが届かない場合',
  'verify.sender': '{address} から届きます。迷惑メールフォルダもご確認ください。',
  'verify.until': 'コードは {time} まで有効です。リンクはさらに長く、どの端末でも使えます。',
  'verify.tellNobody':
    'コードは誰にも教えないでください。電話やメールでお聞きすることは決してありません。',
  'verify.expiresSoon':
    'コードの有効期限はあと{duration}です。過ぎた場合は、メールを再送信してください。',
  'verify.expired':
    'コードの期限が切れた可能性があります。メールを再送信して新しいコードを受け取ってください。',
  'verify.closed':
    '誤ったコードが何度も入力されたため、この依頼ではコードを使えなくなりました。メールのリンクは引き続き使えます。新しいメールで最初からやり直すこともできます。',
  'verify.resend': '再送信',
  'verify.resendForm': 'メールを再送信',
  'verify.resendBusy': '送信しています…',
  'verify.resendWait': '{duration}後にメールを再送信できます。',
  'verify.resendReady': 'メールを再送信できるようになりました。',
  'verify.startOver': '最初からやり直す',
  'verify.usedTitle': 'このコードはすでに使われています',
  'verify.usedGoOn':
    'コードは正しかったので、そのまま続けられます。もう一度入力する必要はありません。',
  'verify.usedText':
    'コードは正しかったのですが、一度しか使えません。同じメールのリンクを開くか、新しいメールを送ってください。',
  'verify.anyTitle': 'メールに書かれたコードを入力してください',
  'verify.anyText':
    'このタブではコードを依頼していませんが、届いたメールのコードは、送り先のメールアドレスと一緒にここで使えます。',
  'verify.otherAddress': '別のメールアドレスを使う',
  'verify.finishedElsewhere': '別の端末で完了した場合：ログイン',
  'verify.nothingRequest': 'コードを依頼',

  'code.form': 'コードを入力',
  'code.label': 'メールに記載のコード',
  'code.hint': '6 桁の数字です。行全体を貼り付けてもかまいません。',
  'code.submit': '続ける',
  'code.busy': '確認しています…',
  'code.missing': 'メールに記載のコードを入力してください。',
  'code.notDigits': 'コードは数字だけです。メールからコピーしてください。',
  'code.tooShort': 'コードは 6 桁です。桁が足りません。',
  'code.tooLong': 'コードは 6 桁です。桁が多すぎます。',
  'code.wrong': 'お送りしたコードと一致しません。',
  'code.wrongOrExpired': 'コードが正しくないか、期限が切れています。',
  'code.noMatch':
    'このコードとメールアドレスの組み合わせが正しくないか、コードの期限が切れているか、すでに使われています。',
  'code.triesLeft': '{count, plural, other {あと # 回入力できます。}}',

  'reset.title': '新しいパスワードを設定',
  'reset.checking': 'リンクを確認しています…',
  'reset.account': 'アカウント',
  'reset.password': '新しいパスワード',
  'reset.passwordMissing': '新しいパスワードを入力してください。',
  'reset.again': '新しいパスワード（確認）',
  'reset.differ': '2 つのパスワードが一致しません。新しいパスワードをもう一度入力してください。',
  'reset.show': '新しいパスワードを表示',
  'reset.hide': '新しいパスワードを隠す',
  'reset.advice': '互いに関係のない単語をいくつか並べると覚えやすくなります。',
  'reset.length': '{count, plural, other {# 文字以上}}',
  'reset.lengthMet': '{count, plural, other {# 文字以上}}：十分な長さです',
  'reset.lengthMissing':
    '{least, plural, other {# 文字以上}}：{count, plural, other {あと # 文字必要です}}',
  'reset.uncommon': '多くの人が使うもの、メールアドレス、このサイトの名前は使えません',
  'reset.ruleMet': '（満たしています）',
  'reset.ruleRefused': '（満たしていません）',
  'reset.submit': '新しいパスワードを保存',
  'reset.busy': '保存しています…',
  'reset.done': 'パスワードを変更しました。',
  'reset.changedTitle': 'パスワードはすでに変更されています',
  'reset.changedText': 'リンクまたはコードは使用済みです。新しいパスワードでログインしてください。',
  'reset.expiresSoon': '残り時間は{duration}です。',
  'reset.expiresSoonAdvice':
    '時間が足りない場合は、新しいコードを送信してください。入力内容はそのまま残ります。',
  'reset.expired': '時間切れになりました',
  'reset.ticketOver':
    'コードは正しかったのですが、パスワードを設定できる時間が過ぎたか、その間にパスワードが変更されました。今の操作では何も変更されていません。新しいメールを送ってください。',
  'reset.expiredText':
    '時間が経ちすぎたか、別の場所でパスワードが変更されました。ご自身で変更した場合はログインしてください。そうでない場合は、新しいコードを送信して続けてください。入力内容は残っています。',
  'reset.renew': '新しいコードを送信',
  'reset.renewBusy': '送信しています…',
  'reset.renewSent':
    '{address} に新しいメールをお送りしています。記載のコードをここに入力してください。入力内容はそのまま残ります。',
  'reset.renewed':
    'ありがとうございます。コードを確認しました。新しいパスワードを保存してください。',
  'reset.deadTitle': 'このリンクは使えなくなりました',
  'reset.deadText':
    '期限が切れたか、すでに使われたか、その後パスワードが変更されました。今回は何も変更されていません。',
  'reset.nothingTitle': 'リンクをもう一度開いてください',
  'reset.noLinkText':
    'このページは再読み込みするとリンクを忘れます。別のブラウザーには渡されていません。メールのリンクをもう一度開くか（まだ使えます）、同じメールのコードを入力してください。',
  'reset.newLink': '新しいリンクを送信',
  'reset.cutTitle': 'リンクが完全ではありません',
  'reset.cutText':
    '途中で切れたか、書き換えられています。メールのリンク全体をコピーするか、同じメールのコードを入力してください。',
  'reset.enterCode': 'コードを入力する',

  'reason.tooShort': '{count, plural, other {# 文字以上}}にしてください。',
  'reason.tooShortUnknown': 'もっと長くしてください。',
  'reason.tooLong': '{count, plural, other {# 文字以内}}にしてください。',
  'reason.countsMore': '日本語や絵文字などは 1 文字を複数文字として数えます。',
  'reason.tooLongUnknown': 'もっと短くしてください。',
  'reason.illFormed': '使えない文字が含まれています。もう一度入力してください。',
  'reason.common': '多くの人が使っているため、簡単に推測されます。',
  'reason.context': 'メールアドレスまたはこのサイトの名前に似すぎています。',
  'reason.breached':
    'ほかのサービスの情報漏えいで知られているため、真っ先に試されるおそれがあります。',
  'strength.refused': '使用できません',
  'strength.weak': '弱い：長くすると安全です',
  'strength.good': '推測されにくい',

  'notMe.title': 'お心当たりがありませんか？',
  'notMe.text': '{login} のパスワードが変更されました。',
  'notMe.what':
    'お心当たりがない場合は、今すぐアカウントを保護してください。すべての端末からログアウトし、未使用のリンクとコードをすべて無効にして、このサービスの運営者に知らせます。',
  'notMe.sure': 'このパスワードを変更したのは私ではありません',
  'notMe.sureMissing': 'お心当たりがない場合は、まずここにチェックを入れてください。',
  'notMe.nothingYet':
    'まだ何も行われていません。ご自身による変更の場合は、このページを閉じてください。',
  'notMe.submit': '心当たりがない：アカウントを保護する',
  'notMe.busy': '保護しています…',
  'notMe.doneTitle': 'アカウントを保護しました',
  'notMe.doneText':
    'すべての端末からログアウトし、未使用のリンクとコードをすべて無効にして、このサービスの運営者に知らせました。現在のパスワードは他人が設定したものです。新しいパスワードを設定してください。',
  'notMe.choose': '新しいパスワードを設定',
  'notMe.deadTitle': 'このリンクは使えなくなりました',
  'notMe.deadText':
    '期限が切れたか、すでに使われています。パスワードを他人に知られたおそれがある場合は、今すぐ新しいパスワードを設定してください。',
  'notMe.cutText':
    '途中で切れたか、書き換えられています。メールのリンク全体をコピーして、もう一度開いてください。',
  'notMe.nothingTitle': 'リンクをもう一度開いてください',
  'notMe.noLinkText':
    'このページは再読み込みするとリンクを忘れます。別のブラウザーには渡されていません。メールのリンクをもう一度開いてください。まだ使えます。',

  'notFound.title': 'ページが見つかりません',
  'notFound.text': 'アドレスが間違っているか、古くなっている可能性があります。',
  'notFound.start': 'トップへ',

  'broken.title': 'このページは動作を停止しました',
  'broken.showAgain': 'ページを表示し直す',
  'broken.unknown':
    'こちらの不具合です。直前の操作が完了したかどうかは分かりません。ページを表示し直して、続けてください。',
  'broken.reload': 'ページを再読み込み',
  'offline.title': 'オフラインです',
  'offline.text': '接続が戻りしだい、自動的に再開します。入力内容は失われません。',
  'offline.held': 'オフラインです。接続が戻りしだい送信します。',
  'offline.retry': '今すぐ再試行',

  'trouble.slow': '処理を続けています。いつもより時間がかかっています。',
  'trouble.retry': '再試行',
  'trouble.failed':
    'うまくいきませんでした。接続が原因ではないようです。1 分ほどしてからもう一度お試しください。入力内容は残っています。',
  'trouble.wait': '{duration}後にもう一度お試しください。',
  'trouble.waitOver': 'もう一度お試しいただけます。',
  'trouble.reference': 'お問い合わせの際は、次の番号をお伝えください：{reference}',
  'trouble.copy': 'コピー',
  'trouble.copied': 'コピーしました',
  'trouble.gone': '使えなくなりました。期限が切れたか、すでに使われた可能性があります。',
  'trouble.tooManyAttempts': 'コードの入力回数が上限を超えたため、使えなくなりました。',
  'trouble.passwordRejected': '別のパスワードにしてください。',
  'trouble.badInput': '入力内容に誤りがあります。確認してもう一度お試しください。',
  'trouble.rateLimited':
    'お使いのネットワークから短時間に何度も試行されました。同じネットワークを使うほかの人の試行も含まれます。',
  'trouble.unavailable': '現在ご利用いただけません。何も変更されておらず、入力内容も残っています。',
  'trouble.unreachable':
    'サーバーに接続できませんでした。接続を確認してください。入力内容は残っています。',
})
