/** How long something is to hold: one of a few lengths, in minutes or whole hours. */
import type { ReactNode } from 'react'
import { Choices, type ChoicesProps } from '../../../platform/web/parts/sheet.tsx'
import { Text } from '../../../platform/web/text.tsx'

/** `lengthsMin`: what can be chosen; what is chosen is minutes, too. */
export function LengthChoices({
  lengthsMin,
  ...rest
}: Omit<ChoicesProps<string>, 'options' | 'isInline'> & { readonly lengthsMin: readonly number[] }): ReactNode {
  const options = lengthsMin.map((length) => ({
    id: String(length),
    word:
      length < 60 ? (
        <Text text="alert.shelve.minutes" values={{ n: length }} />
      ) : (
        <Text text="alert.shelve.hours" values={{ n: length / 60 }} />
      ),
  }))
  return <Choices {...rest} isInline options={options} />
}
