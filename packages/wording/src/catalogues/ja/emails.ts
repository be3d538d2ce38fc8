import { translation } from '../../texts.ts'
import type { emails as english } from '../en/emails.ts'

export const emails = translation<typeof english>('ja', {
  'requested.at': '依頼日時：{moment}',
  'requested.atWith': '依頼日時：{moment}（{device}）',
  'device.browserOnSystem': '{system} の {browser}',
  'moment.dayAndTime': '{day} {time}',
  'until.time': '{time} まで',
  'until.day': '{day} {time} まで',
  'notYou.question': 'お心当たりがありませんか？',
  'notYou.answer': 'このメールは無視してください。何も変更されていません。',
  'support.contact': 'お困りの場合は、{contact} までご連絡ください。',
  'support.page': 'お困りの場合は、{contact} をご覧ください。',
  'text.colon': '：',
  'words.same': '依頼したページにも同じ 2 つの単語が表示されています：{words}',

  'recovery.subject': '{service}：パスワードの再設定 – {words}',
  'recovery.subjectWithCode': '{service} のコードは {code} です – {words}',
  'recovery.preheader': 'リンクまたはコードで新しいパスワードを設定してください。',
  'recovery.preheaderWithCode':
    'コードは {code} です。リンクから新しいパスワードを設定することもできます。',
  'recovery.preheaderLink': 'リンクから新しいパスワードを設定してください。',
  'recovery.title': 'パスワードの再設定',
  'recovery.intro':
    '{service} の {login} のパスワードを再設定する依頼がありました。ご本人による依頼の場合は、リンクまたはコードのどちらか一方をお使いください。',
  'recovery.introLink':
    '{service} の {login} のパスワードを再設定する依頼がありました。ご本人による依頼の場合は、リンクをお使いください。',
  'recovery.button': '新しいパスワードを設定',
  'recovery.linkNote': '{host} が開きます。リンクの有効期間は {duration}です（{until}）。',
  'recovery.codeLabel': '認証コード',
  'recovery.codeNote':
    'または、依頼したページでこのコードを入力してください。有効期間は {duration}です（{until}）。',
  'recovery.neverAsk':
    '電話、チャット、メールでこのコードをお聞きすることは決してありません。入力は {host} だけで行ってください。',
  'recovery.codesClosed':
    'このメールにはコードがありません。このアドレスに対して誤ったコードが何度も入力されたため、現在コードは使えません。リンクは使えます。',

  'changed.subject': '{service}：パスワードが変更されました',
  'changed.preheader': '{moment}に変更されました。すべての端末からログアウトしました。',
  'changed.title': 'パスワードが変更されました',
  'changed.intro':
    '{service} の {login} のパスワードが {moment} に変更されました。すべての端末からログアウトしました。',
  'changed.with': '使用された端末：{device}',
  'changed.wasYou': 'ご本人による変更の場合は、何もする必要はありません。',
  'changed.notYou':
    'お心当たりがない場合は、お知らせください。すべての端末からもう一度ログアウトし、未使用のリンクとコードをすべて無効にします。',
  'changed.button': '心当たりがありません',
  'changed.buttonNote': '{host} が開き、そこで確定します。リンクは {time} まで有効です。',

  'noPassword.subject': '{service}：ログイン方法について – {words}',
  'noPassword.preheader': 'このアカウントには再設定するパスワードがありません。',
  'noPassword.title': 'パスワードなしのログイン',
  'noPassword.intro':
    '{service} の {login} のパスワードを再設定する依頼がありました。このアカウントにはパスワードがないため、再設定するものはありません。',
  'noPassword.how':
    'ご本人による依頼の場合は、ほかのサービスのボタンや所属組織を通じてなど、いつもの方法でログインしてください。',
  'noPassword.button': 'ログインページへ',

  'noAccount.subject': '{service}：このアドレスのアカウントはありません – {words}',
  'noAccount.preheader': '別のアドレスで登録した可能性があります。',
  'noAccount.title': 'このアドレスのアカウントはありません',
  'noAccount.intro':
    '{service} の {address} のパスワードを再設定する依頼がありました。このアドレスのアカウントはありません。',
  'noAccount.how':
    'ご本人による依頼の場合は、別のアドレスで登録した可能性があります。そのアドレスでお試しください。',
  'noAccount.button': '別のアドレスで試す',

  'linkIssued.subject': '{service}：お客様のアカウント用のリンクが手動で発行されました',
  'linkIssued.preheader':
    '発行日時：{moment}。お心当たりがない場合は、新しいパスワードを設定してください。',
  'linkIssued.title': 'アカウント用のリンクが手動で発行されました',
  'linkIssued.intro':
    '{moment} に、{service} の運営者が {login} の新しいパスワードを設定できるリンクを発行しました。メールが届かない場合などに、運営者が直接お渡しするものです。このメールには含まれていません。',
  'linkIssued.once': 'リンクは 1 回だけ、{until} まで使えます。',
  'linkIssued.wasYou': 'ご本人が依頼された場合は、何もする必要はありません。',
  'linkIssued.notYou':
    'お心当たりがない場合は、今すぐ新しいパスワードを設定してください。そのリンクは使えなくなります。あわせて {service} の運営者にもお知らせください。',
  'linkIssued.button': '新しいパスワードを設定',
  'linkIssued.buttonNote': '{host} が開きます。そこでメールアドレスを入力してください。',

  'resetRequired.subject': '{service}：新しいパスワードの設定をお願いします',
  'resetRequired.preheader': 'アカウントに新しいパスワードが必要です。',
  'resetRequired.title': '新しいパスワードの設定をお願いします',
  'resetRequired.intro':
    '{service} の運営者から、該当するすべての方に新しいパスワードの設定をお願いしています。{login} のアカウントも対象です。',
  'resetRequired.reason': '運営者からの説明：「{reason}」',
  'resetRequired.locked': '現在のパスワードは使えなくなり、すべての端末からログアウトしました。',
  'resetRequired.open': '設定するまでは、現在のパスワードを引き続きお使いいただけます。',
  'resetRequired.how':
    'ご自身で {host} を開くか、ボタンをお使いください。そこでメールアドレスを入力すると、リンクとコードを記載した別のメールが届きます。',
  'resetRequired.button': 'ページを開く',
  'resetRequired.neverAsk':
    'ボタンで開くのは {host} だけです。メール、電話、チャットでパスワードをお聞きすることは決してありません。',
  'resetRequired.elsewhere': '同じパスワードをほかでもお使いの場合は、そちらも変更してください。',

  'test.subject': '{service} からのテストメール',
  'test.title': 'メールは正常に送信されています',
  'test.works': 'このメールを読めるなら、{service} はメールを送信できます。',
  'test.look': '開く前に、このリンクの実際の行き先を確認してください：',
  'test.tracked':
    '別の場所に向かう場合は、メールサービスがリンクを書き換えており、パスワードを再設定するリンクも見られてしまいます。クリックの追跡をオフにしてください。',
})
