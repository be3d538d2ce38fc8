import type { Locale } from '@latchkey/core'

/*
 * Two words that are shown on the page and in the email of a request, so that people can match the two. They are
 * derived from the request id. Neither is a secret: knowing them gives access to nothing.
 *
 * There is one list for each script, in the order in which the language puts the two. The words follow the language of
 * the page where the request was made, also in an email that is in another one: they must look the same in both.
 * People compare them as pictures and need not know their meaning.
 *
 * Chosen: colours, weather, manners, and animals that are not used as insults. Left out: adjectives that, with an
 * animal, could be read as a remark about a person (fat, lazy, old, black, white), animals used as insults (pig, dog,
 * rat, donkey, whale), words with a second meaning (thrush, beaver, swallow), and words that look alike. The Arabic
 * nouns are all masculine, so that every adjective agrees.
 */

const listOf = (words: string) => words.trim().split(/\s+/)

const latin = {
  language: 'en',
  direction: 'ltr',
  first: listOf(`
    amber apricot autumn azure breezy bright bronze calm careful cheerful clear cobalt copper cosy
    crimson crisp curious daring eager early emerald fair fleet fresh friendly frosty gentle gilded
    glad golden graceful happy honest indigo ivory jade jolly keen kind lavender lilac lively lucky
    lunar maple mellow merry midnight mint modest neat nimble olive patient peaceful placid polite
    proud purple quick rapid ruby rustic saffron sapphire scarlet serene silver snowy solar sturdy
    sunny swift tidy topaz tranquil turquoise velvet verdant violet vivid warm winter wise witty
    zesty`),
  second: listOf(`
    albatross alpaca antelope badger bison bumblebee butterfly chamois cheetah chipmunk condor crane
    curlew dolphin dormouse dragonfly eagle falcon finch firefly flamingo fox gazelle gecko giraffe
    hare hawk hedgehog heron ibex jaguar kangaroo kestrel kingfisher koala ladybird lemur leopard
    lion llama lynx magpie manatee marmot marten meerkat moose narwhal newt nightingale nuthatch
    okapi osprey otter owl panda partridge pelican penguin pheasant platypus plover pony puffin
    quail quokka rabbit raven reindeer robin salmon sandpiper seahorse seal skylark sparrow squirrel
    starfish stork tapir tiger tortoise toucan trout turtle wallaby wolf wombat wren zebra`),
} as const

const japanese = {
  language: 'ja',
  direction: 'ltr',
  first: listOf(`
    青い 赤い 黄色い 緑の 紫の 桃色の 水色の 空色の 若草色の 橙色の 紺色の 藤色の 金色の 銀色の 琥珀色の 虹色の
    朝の 昼の 夕方の 月夜の 星空の 春の 夏の 秋の 冬の 雪の 雨上がりの 晴れの 南風の 海辺の 川辺の 湖の 森の 山の
    高原の 砂浜の 静かな 元気な 陽気な 穏やかな 軽やかな 勇敢な 素敵な 丁寧な 爽やかな 明るい 優しい 賢い 楽しい
    涼しい 暖かい 素早い`),
  second: listOf(`
    パンダ キリン ライオン トラ ウサギ リス キツネ シカ クマ コアラ カンガルー ラッコ アザラシ イルカ ペンギン
    フクロウ ツバメ スズメ ハヤブサ カワセミ ツル ハクチョウ クジャク フラミンゴ オウム カモメ ウグイス ヒバリ カメ
    イモリ テントウムシ チョウ トンボ ホタル ミツバチ ヒトデ マンボウ ラクダ ヒツジ アルパカ シマウマ カモシカ ヤマネ
    ハリネズミ モモンガ カワウソ オコジョ ユキヒョウ チーター ジャガー オオカミ ウォンバット ワラビー バク オカピ
    ジュゴン マナティー シャチ ラマ レッサーパンダ メジロ ミミズク ペリカン オットセイ トナカイ ガゼル`),
} as const

const arabic = {
  language: 'ar',
  direction: 'rtl',
  // The noun comes first.
  first: listOf(`
    نمر أسد فهد فيل غزال ثعلب دب أرنب سنجاب قنفذ دلفين صقر نسر عقاب هدهد طاووس بجع حسون كناري بلبل نورس
    لقلق كركي سنونو عصفور ببغاء بطريق كنغر كوالا حصان مهر جمل وعل أيل كروان شحرور هزار حجل سمان طنان
    يعسوب فراش جندب سلطعون سمندر باندا نحام حمل وشق يغور قاقم سمور غرير قندس وومبات سلمون مرجان`),
  second: listOf(`
    أخضر أزرق ذهبي فضي بنفسجي أرجواني وردي برتقالي فيروزي زمردي ياقوتي قرمزي نيلي كحلي نحاسي برونزي عنبري
    لؤلؤي بلوري سماوي بحري جبلي نهري ربيعي صيفي خريفي شتوي ثلجي قمري شمسي نجمي صباحي مسائي هادئ لطيف مرح
    سعيد سريع رشيق نشيط ذكي حكيم شجاع كريم صبور لامع ساطع مضيء دافئ منعش ودود أنيق`),
} as const

const scripts = { ja: japanese, ar: arabic } as const

export type MatchingWords = {
  /** "amber otter" */
  text: string
  language: 'en' | 'ja' | 'ar'
  direction: 'ltr' | 'rtl'
}

/** The two words of a request, in the script of the language of the page where it was made. */
export function matchingWords(requestId: string, locale: Locale | undefined): MatchingWords {
  const { first, second, language, direction } = listsFor(locale)
  const hash = mixed(requestId.toLowerCase())
  const words = [
    first[hash % first.length],
    second[Math.floor(hash / first.length) % second.length],
  ]
  return { text: words.join(' '), language, direction }
}

/** The number of different pairs. */
export function matchingPairs(locale: Locale | undefined): number {
  const { first, second } = listsFor(locale)
  return first.length * second.length
}

function listsFor(locale: Locale | undefined) {
  return locale === 'ja' || locale === 'ar' ? scripts[locale] : latin
}

/** FNV-1a with a finaliser, so that ids that are much alike get unrelated words. */
function mixed(text: string): number {
  let hash = 0x811c9dc5
  for (const character of text) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return (hash ^ (hash >>> 16)) >>> 0
}
