/**
 * The digits of an Arabic sentence. A person may have quantities in Arabic-Indic digits; identifiers, coordinates and clocks are
 * Western always, and one sentence never has both: where such a thing stands in it, all of it stays Western (interface.md 2). Pure.
 */

export const digitKinds = ['western', 'arabic'] as const
export type Digits = (typeof digitKinds)[number]

const ARABIC_INDIC = '٠١٢٣٤٥٦٧٨٩'
const SIGNS: Readonly<Record<string, string>> = { '.': '٫', ',': '٬', '%': '٪' }
const WESTERN_SIGNS: Readonly<Record<string, string>> = { '٫': '.', '٬': ',', '٪': '%' }

/** A number with what belongs to it, in either digits. */
const NUMBER = /[\d٠-٩]+(?:[.,٫٬][\d٠-٩]+)*[%٪]?/gu
/** A clock, a date, a version: numbers that name something. */
const NAMING = /\d:\d|\d{4}-\d{2}|\d\.\d+\.\d|\d\/\d/u
/** A digit with a Latin letter at its side names something, too: C07, A-2214, 39Q, 00:14Z. */
const CODE = /[A-Za-z][A-Za-z0-9._-]*\d|\d[\d._-]*[A-Za-z]/u

/** A quantity in Arabic-Indic digits with the signs that go with them. */
export function toArabicIndic(text: string): string {
  return text.replace(NUMBER, (number) =>
    number.replace(/[\d.,%]/gu, (sign) => SIGNS[sign] ?? ARABIC_INDIC[Number(sign)] ?? sign),
  )
}

/** The way back. */
export function toWestern(text: string): string {
  return text.replace(NUMBER, (number) =>
    number.replace(/[٠-٩٫٬٪]/gu, (sign) => WESTERN_SIGNS[sign] ?? String(ARABIC_INDIC.indexOf(sign))),
  )
}

/** Whether something stands in the sentence that is Western always. */
export function namesSomething(sentence: string): boolean {
  return NAMING.test(sentence) || CODE.test(sentence)
}
