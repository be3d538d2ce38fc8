import { describe, expect, test } from 'vitest'
import { deliveryAddress, mask, parseEmailAddress } from './email-address.ts'
import { addressOf } from './testing/index.ts'

const canonical = (raw: string) => parseEmailAddress(raw)?.canonical
const a = (times: number) => 'a'.repeat(times)

describe('an accepted address', () => {
  test.each([
    ['plain', 'ada@example.test', 'ada@example.test'],
    ['capitals and surrounding space', '  Ada@EXAMPLE.Test ', 'ada@example.test'],
    ['tabs around it', '\tada@example.test \t', 'ada@example.test'],
    ['a plus tag stays', 'ada+work@example.test', 'ada+work@example.test'],
    ['dots stay', 'a.d.a@example.test', 'a.d.a@example.test'],
    ['every character of an atom', "!#$%&'*+/=?^_`{|}~-@x.test", "!#$%&'*+/=?^_`{|}~-@x.test"],
    ['digits in labels', 'ada@3com.1und1.test', 'ada@3com.1und1.test'],
    ['a hyphen in the top label', 'ada@example.xn--p1ai', 'ada@example.xn--p1ai'],
    ['Cyrillic domain', 'ada@пример.test', 'ada@xn--e1afmkfd.test'],
    ['sharp s is a letter of its own', 'ada@faß.test', 'ada@xn--fa-hia.test'],
    ['64 characters before the @', `${a(64)}@example.test`, `${a(64)}@example.test`],
    ['63 characters in a label', `a@${a(63)}.test`, `a@${a(63)}.test`],
    [
      '254 characters in all',
      `${a(64)}@${a(63)}.${a(63)}.${a(61)}`,
      `${a(64)}@${a(63)}.${a(63)}.${a(61)}`,
    ],
  ])('%s', (_, raw, expected) => {
    expect(canonical(raw)).toBe(expected)
  })

  test('an internationalised domain in either spelling, composed or not, is one address', () => {
    const spellings = [
      'ada@exämple.test',
      'ada@EXÄMPLE.test',
      'ada@exa\u0308mple.test',
      'ada@xn--exmple-cua.test',
      'ada@XN--EXMPLE-CUA.TEST',
    ]
    expect(new Set(spellings.map(canonical))).toEqual(new Set(['ada@xn--exmple-cua.test']))
  })

  test.each([
    ['an accent', 'victim@exämple.test'],
    ['a Cyrillic a', 'victim@ex\u0430mple.test'],
    ['a plus tag', 'victim+x@example.test'],
    ['a dot', 'vic.tim@example.test'],
    ['a sharp s', 'victim@faß.test'],
  ])('%s makes it another address', (_, raw) => {
    expect(canonical(raw)).toBeDefined()
    expect(['victim@example.test', 'victim@fass.test']).not.toContain(canonical(raw))
  })
})

describe('text that is refused', () => {
  test.each([
    ['nothing', ''],
    ['space only', '   '],
    ['no @', 'ada.example.test'],
    ['nothing before the @', '@example.test'],
    ['nothing behind it', 'ada@'],
    ['two @', 'ada@home@example.test'],
    ['a comma list', 'victim@example.test,attacker@evil.test'],
    ['a semicolon list', 'victim@example.test;attacker@evil.test'],
    ['a list with a space', 'victim@example.test attacker@evil.test'],
    ['a display name', 'Victim <victim@example.test>'],
    ['angle brackets', '<victim@example.test>'],
    ['a group', 'team:victim@example.test,attacker@evil.test;'],
    ['an empty group', 'undisclosed-recipients:;'],
    ['many nested groups', 'g:'.repeat(3000)],
    ['a quoted local part', '"victim"@example.test'],
    ['a second address in quotes', '"attacker@evil.test x"@example.test'],
    ['a comment behind', 'victim@example.test(x)evil.test'],
    ['a comment behind quotes', '"victim"@example.test(x)evil.test'],
    ['a comment before the @', 'victim(c)@example.test'],
    ['a backslash', 'vic\\tim@example.test'],
    ['a route', '@evil.test:victim@example.test'],
    ['a leading dot', '.ada@example.test'],
    ['a trailing dot before the @', 'ada.@example.test'],
    ['two dots', 'a..da@example.test'],
    ['a space before the @', 'ada @example.test'],
    ['a space behind the @', 'ada@ example.test'],
    ['a header behind CRLF', 'victim@example.test\r\nBcc: attacker@evil.test'],
    ['a command behind LF', 'victim@example.test\nRCPT TO:<attacker@evil.test>'],
    ['CR behind', 'victim@example.test\r'],
    ['LF behind', 'victim@example.test\n'],
    ['CR inside', 'vic\rtim@example.test'],
    ['NUL', 'victim\0@example.test'],
    ['NUL at the end', 'victim@example.test\0'],
    ['a lone high surrogate', 'victim\ud800@example.test'],
    ['a lone low surrogate in the domain', 'victim@ex\udc00ample.test'],
    ['a fullwidth @', 'victim\uff20example.test'],
    ['a fullwidth @ beside a real one', 'attacker\uff20evil.test@example.test'],
    ['a small @', 'victim\ufe6bexample.test'],
    ['a no-break space around it', '\u00a0ada@example.test'],
    ['an ideographic space around it', 'ada@example.test\u3000'],
    ['a byte order mark', '\ufeffada@example.test'],
    ['the Kelvin sign', '\u212aim@example.test'],
    ['a dotless i', 'm\u0131ke@example.test'],
    ['a capital dotted I', 'M\u0130KE@example.test'],
    ['an accent before the @', 'vïctim@example.test'],
    ['a zero-width joiner before the @', 'vic\u200dtim@example.test'],
    ['a soft hyphen in the domain', 'victim@exam\u00adple.test'],
    ['a zero-width space in the domain', 'victim@exam\u200bple.test'],
    ['a word joiner in the domain', 'victim@exam\u2060ple.test'],
    ['a variation selector in the domain', 'victim@exam\ufe0fple.test'],
    ['a grapheme joiner in the domain', 'victim@exam\u034fple.test'],
    ['a Hangul filler in the domain', 'victim@exam\u3164ple.test'],
    ['a right-to-left override', 'victim@\u202eexample.test'],
    ['an ideographic full stop', 'victim@example\u3002test'],
    ['a private-use character', 'victim@ex\ue000ample.test'],
    ['an unassigned character', 'victim@ex\u0378ample.test'],
    ['percent-encoding', 'victim@ex%61mple.test'],
    ['a percent-encoded dot', 'victim@example%2etest'],
    ['a port', 'victim@example.test:25'],
    ['a path', 'victim@example.test/x'],
    ['a query', 'victim@example.test?x'],
    ['a fragment', 'victim@example.test#x'],
    ['a backslash in the domain', 'victim@example.test\\x'],
    ['an underscore in the domain', 'victim@ex_ample.test'],
    ['an emoji domain', 'victim@\u{1f4a9}.test'],
    ['an address literal', 'victim@[1.2.3.4]'],
    ['an IPv6 literal', 'victim@[IPv6:::1]'],
    ['four numbers', 'victim@1.2.3.4'],
    ['fewer numbers', 'victim@127.1'],
    ['one number', 'victim@2130706433'],
    ['hexadecimal numbers', 'victim@0x7f.0x1'],
    ['fullwidth numbers', 'victim@\uff11.2.3.4'],
    ['a number as the top label', 'victim@example.123'],
    ['a single label', 'victim@localhost'],
    ['a trailing dot', 'victim@example.test.'],
    ['a leading dot in the domain', 'victim@.example.test'],
    ['an empty label', 'victim@example..test'],
    ['a label that starts with a hyphen', 'victim@-example.test'],
    ['a label that ends with one', 'victim@example-.test'],
    ['65 characters before the @', `${a(65)}@example.test`],
    ['64 characters in a label', `a@${a(64)}.test`],
    ['255 characters in all', `${a(64)}@${a(63)}.${a(63)}.${a(62)}`],
    ['254 characters that grow when mapped', `${a(64)}@${a(63)}.${a(63)}.${'äö'.repeat(27)}`],
    ['labels without end', `a@${'abcdefghi.'.repeat(26)}test`],
    ['thousands of labels', `a@${'a.'.repeat(4000)}`],
    ['thousands of letters', `${a(8000)}!`],
    ['thousands of brackets', `${'('.repeat(4000)}@x.test`],
    ['321 characters, most of them space', 'ada@example.test'.padStart(321)],
  ])('%s', (_, raw) => {
    expect(parseEmailAddress(raw)).toBeUndefined()
  })
})

describe('an address', () => {
  test('is shown as it was typed, without the space around it', () => {
    expect(addressOf('  Ada.L@EXÄMPLE.test ').registered).toBe('Ada.L@EXÄMPLE.test')
  })

  test('gets email at its local part as typed, and at the ASCII domain', () => {
    expect(deliveryAddress(addressOf('Ada.L@EXÄMPLE.test'))).toBe('Ada.L@xn--exmple-cua.test')
  })

  test('is logged with its first letter and its domain', () => {
    expect(mask(addressOf('Ada.Lovelace+x@Example.test'))).toBe('a…@example.test')
  })
})
