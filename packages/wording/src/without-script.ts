import type { Locale } from '@latchkey/core'

type WithoutScript = {
  /** After some seconds in which the script of a page has not run. */
  late: string
  /** Where scripts are turned off. */
  title: string
  text: string
  help: string
}

/** For the server, which writes them into the HTML of every page. */
export const withoutScript: Record<Locale, WithoutScript> = {
  en: {
    late: 'This page is taking a long time to load. Reload it. If that does not help, your browser may be too old, or a filter may be blocking the page. The link in your email also works in another browser or on another device.',
    title: 'This page needs JavaScript',
    text: 'Signing in and choosing a new password happen in your browser. Turn on JavaScript for this site, or open the link from your email in another browser. The link still works after it was opened.',
    help: 'Help:',
  },
  de: {
    late: 'Diese Seite braucht lange zum Laden. Laden Sie sie neu. Hilft das nicht, ist vielleicht Ihr Browser zu alt, oder ein Filter blockiert die Seite. Der Link in Ihrer E-Mail funktioniert auch in einem anderen Browser oder auf einem anderen Gerät.',
    title: 'Diese Seite braucht JavaScript',
    text: 'Die Anmeldung und die Wahl eines neuen Passworts laufen in Ihrem Browser ab. Schalten Sie JavaScript für diese Website ein, oder öffnen Sie den Link aus Ihrer E-Mail in einem anderen Browser. Der Link funktioniert auch, nachdem er geöffnet wurde.',
    help: 'Hilfe:',
  },
  fr: {
    late: 'Cette page met du temps à se charger. Rechargez-la. Si cela ne suffit pas, votre navigateur est peut-être trop ancien, ou un filtre bloque la page. Le lien reçu par e‑mail fonctionne aussi dans un autre navigateur ou sur un autre appareil.',
    title: 'Cette page a besoin de JavaScript',
    text: 'La connexion et le choix d’un nouveau mot de passe se font dans votre navigateur. Activez JavaScript pour ce site, ou ouvrez le lien reçu par e‑mail dans un autre navigateur. Le lien fonctionne encore après avoir été ouvert.',
    help: 'Aide :',
  },
  es: {
    late: 'Esta página está tardando en cargarse. Vuelve a cargarla. Si eso no ayuda, puede que tu navegador sea demasiado antiguo o que un filtro bloquee la página. El enlace de tu correo también funciona en otro navegador o en otro dispositivo.',
    title: 'Esta página necesita JavaScript',
    text: 'El inicio de sesión y la elección de una contraseña nueva se hacen en tu navegador. Activa JavaScript para este sitio o abre el enlace del correo en otro navegador. El enlace sigue funcionando después de abrirlo.',
    help: 'Ayuda:',
  },
  'pt-BR': {
    late: 'Esta página está demorando para carregar. Recarregue-a. Se não resolver, seu navegador pode ser antigo demais, ou um filtro pode estar bloqueando a página. O link do e-mail também funciona em outro navegador ou em outro dispositivo.',
    title: 'Esta página precisa de JavaScript',
    text: 'O login e a escolha de uma nova senha acontecem no seu navegador. Ative o JavaScript para este site ou abra o link do e-mail em outro navegador. O link continua funcionando depois de aberto.',
    help: 'Ajuda:',
  },
  ja: {
    late: 'ページの読み込みに時間がかかっています。再読み込みしてください。それでも表示されない場合は、ブラウザーが古すぎるか、フィルターがページをブロックしている可能性があります。メールのリンクは、別のブラウザーや別の端末でも使えます。',
    title: 'このページには JavaScript が必要です',
    text: 'ログインと新しいパスワードの設定は、お使いのブラウザーで行われます。このサイトで JavaScript を有効にするか、メールのリンクを別のブラウザーで開いてください。リンクは一度開いたあとも使えます。',
    help: 'お問い合わせ：',
  },
  ar: {
    late: 'يستغرق تحميل هذه الصفحة وقتًا طويلًا. يُرجى إعادة تحميلها. إن لم يُجدِ ذلك فقد يكون المتصفح قديمًا جدًا، أو أن مرشِّحًا يحجب الصفحة. يعمل الرابط الذي في الرسالة أيضًا في متصفح آخر أو على جهاز آخر.',
    title: 'تحتاج هذه الصفحة إلى JavaScript',
    text: 'يجري تسجيل الدخول واختيار كلمة مرور جديدة في المتصفح. يُرجى تفعيل JavaScript لهذا الموقع، أو فتح الرابط الذي في الرسالة في متصفح آخر. يبقى الرابط صالحًا بعد فتحه.',
    help: 'المساعدة:',
  },
}
