import type { Locale } from '@latchkey/core'

type LoadFailed = { title: string; text: string; retry: string; busy: string }

/** Shown when the texts or the code of a page do not load, so part of the first script, and short. */
export const loadFailed: Record<Locale, LoadFailed> = {
  en: {
    title: 'This page did not load',
    text: 'Check your connection. The page goes on by itself as soon as you are back online.',
    retry: 'Try again',
    busy: 'Loading…',
  },
  de: {
    title: 'Diese Seite wurde nicht geladen',
    text: 'Prüfen Sie Ihre Verbindung. Sobald Sie wieder online sind, geht es von selbst weiter.',
    retry: 'Noch einmal versuchen',
    busy: 'Wird geladen …',
  },
  fr: {
    title: 'Cette page ne s’est pas chargée',
    text: 'Vérifiez votre connexion. La page reprendra d’elle-même dès que vous serez de nouveau en ligne.',
    retry: 'Réessayer',
    busy: 'Chargement…',
  },
  es: {
    title: 'Esta página no se ha cargado',
    text: 'Comprueba tu conexión. La página continuará sola en cuanto vuelvas a tenerla.',
    retry: 'Volver a intentarlo',
    busy: 'Cargando…',
  },
  'pt-BR': {
    title: 'Esta página não carregou',
    text: 'Verifique sua conexão. A página continua sozinha assim que ela voltar.',
    retry: 'Tentar de novo',
    busy: 'Carregando…',
  },
  ja: {
    title: 'ページを読み込めませんでした',
    text: '接続を確認してください。接続が戻りしだい、自動的に再開します。',
    retry: '再試行',
    busy: '読み込んでいます…',
  },
  ar: {
    title: 'لم يتم تحميل هذه الصفحة',
    text: 'يُرجى التحقق من الاتصال. ستتابع الصفحة تلقائيًا فور عودته.',
    retry: 'المحاولة مرة أخرى',
    busy: 'جارٍ التحميل…',
  },
}
