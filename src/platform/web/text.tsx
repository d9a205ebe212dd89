/** Words on the page: the speaker of the chosen language, and sentences as elements. */
import { createContext, Fragment, type ReactNode, useContext } from 'react'
import { namesSomething, toArabicIndic } from '../digits.ts'
import { isolateNumbers, piecesOf, type Speaker, type SpokenValues } from '../speak.ts'
import { settings } from './settings.ts'
import { useStore } from './store.ts'

const SpeakerContext = createContext<Speaker | null>(null)

export const SpeakerProvider = SpeakerContext.Provider

/** The speaker of this page. */
export function useSpeaker(): Speaker {
  const speaker = useContext(SpeakerContext)
  if (speaker === null) throw new Error('broken promise: a speaker stands above every part of the page')
  return speaker
}

/** `say(id, values)` in the chosen language. */
export function useSay(): Speaker['say'] {
  return useSpeaker().say
}

/** Writes a number that stands alone as a quantity, in the digits that were chosen; a clock stays as it is. */
export function useQuantity(): (value: number | string) => string {
  const { language, digits } = useStore(settings)
  return (value) => {
    const text = String(value)
    return language === 'ar' && digits === 'arabic' && !namesSomething(text) ? toArabicIndic(text) : text
  }
}

/** A quantity that stands alone, isolated, in the digits that were chosen. */
export function Quantity({ children }: { readonly children: number | string }): ReactNode {
  return <bdi className="n">{useQuantity()(children)}</bdi>
}

/** Codes have letters and digits; they take the fixed-width font. Plain numbers keep the font of their sentence. */
const CODE = /[A-Za-z].*\d|^\d{1,2}:\d{2}/

const ISOLATED_OR_CODE = /\u2068[^\u2069]*\u2069|\b[A-Z]{1,3}-?\d{2,5}\b|\b\d{1,2}:\d{2}(?::\d{2})?\b/gu

/** In a left-to-right sentence only codes and clocks are cut out, and only for their font. */
function isolateCodes(sentence: string): string {
  return sentence.replace(ISOLATED_OR_CODE, (found) => (found.startsWith('\u2068') ? found : `\u2068${found}\u2069`))
}

/** A spoken sentence as elements: numbers isolated, codes in the font of codes. */
export function spoken(sentence: string): ReactNode {
  const isArabic = /[\u0600-\u06ff]/.test(sentence.replaceAll(/\u2068[^\u2069]*\u2069/g, ''))
  return piecesOf(isArabic ? isolateNumbers(sentence) : isolateCodes(sentence)).map((piece, index) =>
    piece.isIsolated ? (
      // Pieces of one sentence have no identity but their place.
      <bdi key={index} className={CODE.test(piece.text) ? 'id' : undefined} dir={CODE.test(piece.text) ? 'ltr' : undefined}>
        {piece.text}
      </bdi>
    ) : (
      <Fragment key={index}>{piece.text}</Fragment>
    ),
  )
}

/** A sentence by its id, as elements. */
export function Text({ text, values }: { readonly text: string; readonly values?: SpokenValues }): ReactNode {
  return spoken(useSay()(text, values))
}

/** A code, a coordinate or a clock: always left to right, always Western digits, fixed width. */
export function Code({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <bdi className="id" dir="ltr">
      {children}
    </bdi>
  )
}
