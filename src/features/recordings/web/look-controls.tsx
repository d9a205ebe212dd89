/** Palette, gain and calm pictures: the viewer's own, printed with their keys. */
import type { ReactNode } from 'react'
import { Button } from '../../../platform/web/parts/button.tsx'
import { settings } from '../../../platform/web/settings.ts'
import { useStore } from '../../../platform/web/store.ts'
import { Text, useSay } from '../../../platform/web/text.tsx'
import { isStillMode, switchGain, switchPalette, switchStill } from './look.ts'
import css from './look-controls.module.css'

/** Three switches; each press is the next of its steps. The record and what others see stay as they are. */
export function LookControls({ hasStills = true }: { readonly hasStills?: boolean }): ReactNode {
  const say = useSay()
  const { palette, gain } = useStore(settings)
  const isStill = useStore(isStillMode)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset groups fields, and here are none
    <div className={css.look} role="group" aria-label={say('picture.look')}>
      <Button isSmall keyName="V" onPress={switchPalette}>
        {say(`picture.palette.${palette}`)}
      </Button>
      <Button isSmall keyName="D" onPress={switchGain}>
        <Text text="picture.gain" values={{ n: gain }} />
      </Button>
      {hasStills ? (
        <Button isSmall keyName="W" onPress={switchStill}>
          {say('picture.still-mode', { isStill: String(isStill) })}
        </Button>
      ) : null}
    </div>
  )
}
