import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkName, latinDigits, nameKey } from './names.ts'
import { checkPassword, checkPin } from './secrets.ts'

const refusalOf = (given: string) => {
  const checked = checkName(given)
  return checked.ok ? null : checked.refusal.code
}

describe('a name', () => {
  it('is kept in one form of Unicode, without room at its ends', () => {
    expect(checkName('  Re\u0301mi   Saad ')).toEqual({ ok: true, value: 'R\u00e9mi Saad' })
    expect(checkName('النقيب سعد').ok).toBe(true)
    expect(checkName('ملازم أول حيدر ك.').ok).toBe(true)
    expect(checkName("O'Neill-2").ok).toBe(true)
  })

  it('with a sign that turns the line or is not seen is refused, wherever it stands', () => {
    for (const sign of '\u202e\u202d\u2066\u2067\u2069\u200f\u200e\u200b\u0000\u0007\n\r\t\u2028\ufeff\u00ad')
      for (const name of [`${sign}saad`, `sa${sign}ad`]) expect(refusalOf(name), JSON.stringify(name)).not.toBeNull()
  })

  it('of letters that are made to be taken for others is refused', () => {
    expect(refusalOf('\u0430dmin')).toBe('people.name-letters') // Cyrillic а
    expect(refusalOf('ad\u03bcin')).toBe('people.name-letters') // Greek μ
    expect(refusalOf('saad\u0627')).toBe('people.name-letters') // one word of two scripts
    expect(refusalOf('<b>')).toBe('people.name-letters')
    expect(refusalOf('...')).toBe('people.name-letters')
    expect(refusalOf('')).toBe('people.name-length')
    expect(refusalOf('x'.repeat(81))).toBe('people.name-length')
  })

  it('that looks like another has its key', () => {
    for (const [one, other] of [
      ['أحمد', 'احمد'],
      ['علي', 'على'],
      ['فاطمة', 'فاطمه'],
      ['كريم', 'کریم'],
      ['مُحَمَّد', 'محمد'],
      ['محـــمد', 'محمد'],
      ['Saad', 'SAAD'],
      ['Rémi', 'Remi'],
      ['post ٧', 'post 7'],
      ['ａｄｍｉｎ', 'admin'],
    ] as const)
      expect(nameKey(one), one).toBe(nameKey(other))
    expect(nameKey('سعد')).not.toBe(nameKey('سعيد'))
  })

  it('that is accepted is accepted again unchanged, and never holds what moves the line', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' })), (given) => {
        const checked = checkName(given)
        if (!checked.ok) return
        expect(checkName(checked.value)).toEqual(checked)
        expect(checked.value).not.toMatch(/[\p{Cc}\p{Cf}]/u)
        expect(nameKey(checked.value)).toBe(nameKey(nameKey(checked.value)))
      }),
      { seed: 5, numRuns: 2000 },
    )
  })
})

describe('secrets', () => {
  const code = (checked: ReturnType<typeof checkPin>) => (checked.ok ? null : checked.refusal.code)

  it('a password is long, is not the name, and is not among the commonest', () => {
    expect(code(checkPassword('eleven-char', []))).toBe('password.short')
    expect(code(checkPassword('Captain Saad', ['captain  saad']))).toBe('password.is-name')
    expect(code(checkPassword('qwertyuiop123', []))).toBe('password.common')
    expect(code(checkPassword('aaaaaaaaaaaaaa', []))).toBe('password.common')
    expect(checkPassword('four words in a row', ['Saad']).ok).toBe(true)
    expect(checkPassword('ثلاث كلمات متتالية', ['Saad']).ok).toBe(true)
  })

  it('a PIN is six digits of any script, and not the first that anybody tries', () => {
    for (const pin of ['12345', '1234567890123', '12a456', '', '------']) expect(code(checkPin(pin)), pin).toBe('pin.digits')
    for (const pin of ['111111', '123456', '987654', '٠٠٠٠٠٠']) expect(code(checkPin(pin)), pin).toBe('pin.simple')
    expect(checkPin('٢٧٠٤١٩')).toEqual({ ok: true, value: '270419' })
    expect(latinDigits('۲۷٠٤')).toBe('2704')
  })
})
