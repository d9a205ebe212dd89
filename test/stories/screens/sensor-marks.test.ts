/** Sensors on the maps under a hand: by keys, under the pointer, in both languages. An invented site stands behind it. */
import { join } from 'node:path'
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { texts } from '../../../src/app/texts.ts'
import { createSpeaker } from '../../../src/platform/speak.ts'
import { pictures } from '../browser.ts'
import type { Scene } from './fixture.ts'
import { type OpenSite, openSite, stands } from './looking.ts'

let site: OpenSite
let page: Page
let faults: string[] = []

beforeAll(async () => {
  site = await openSite({ sounds: true })
})
afterAll(() => site?.close())
afterEach(async () => {
  expect(faults).toEqual([])
  await page?.context().close()
})

async function open(scene: Scene, language: 'ar' | 'en', path = '/'): Promise<void> {
  ;({ page, faults } = await site.open(scene, language, path))
  await page.locator('[data-map]').waitFor()
  await stands(page)
}

const bare = (text: string | null) => (text ?? '').replaceAll(/[\u2066-\u2069]/g, '')

describe.each(['ar', 'en'] as const)('the sensors on the map, for an officer reading %s', (language) => {
  const { say } = createSpeaker(texts, language)
  const group = () => page.getByRole('group', { name: say('sensor.page'), exact: true })
  const marks = () => group().getByRole('button')
  const note = () => page.locator('.maplibregl-canvas-container > [aria-hidden=true]')
  const kind = (of: string) => say('sensor.mark.kind', { kind: of })
  const hearing = (of: string) => say('sensor.mark.hearing', { hearing: of })

  it.each(['/', '/cameras/camera-7/setup'])('are one stop of the tab key on %s, and arrows go through them', async (path) => {
    await open('quiet', language, path)
    await marks().first().waitFor({ state: 'attached' })
    const said = (await Promise.all((await marks().all()).map((mark) => mark.getAttribute('aria-label')))).map(bare)
    expect(said).toEqual([
      expect.stringMatching(new RegExp(`^S01 .*${kind('seismic')}: ${hearing('heard')}.*80`)),
      expect.stringMatching(new RegExp(`^S02 .*${kind('contact')}: ${hearing('off')}`)),
      expect.stringMatching(new RegExp(`^S03 .*${kind('radar')}: ${hearing('waiting')}$`)),
      expect.stringMatching(new RegExp(`^S06 .*${kind('seismic')}: ${hearing('down')}.*250`)),
    ])
    expect(await marks().evaluateAll((all) => all.map((mark) => (mark as HTMLElement).tabIndex))).toEqual([0, -1, -1, -1])
    await marks().first().focus()
    await expect.poll(() => note().isVisible()).toBe(true)
    expect(bare(await note().innerText())).toContain('S01')
    expect(await note().getAttribute('dir')).toBe(language === 'ar' ? 'rtl' : 'ltr')
    // As one reads: on in Arabic is to the left.
    await page.keyboard.press(language === 'ar' ? 'ArrowLeft' : 'ArrowRight')
    await page.keyboard.press('ArrowDown')
    expect(bare(await note().innerText())).toContain('S03')
    await page.keyboard.press('End')
    expect(bare(await note().innerText())).toContain(hearing('down'))
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Home')
    expect(bare(await note().innerText())).toContain('S01')
    await page.screenshot({ path: join(pictures, `sensor-mark${path === '/' ? '' : '-setup'}.${language}.png`) })
    const axe = new AxeBuilder({ page }).exclude('canvas').withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'])
    expect((await axe.analyze()).violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`)).toEqual([])
    await page.keyboard.press('Escape')
    expect(await note().isVisible()).toBe(false)
  })

  it('tell their words under the pointer, stay while it is on the words, and let a hand move the map', async () => {
    await open('quiet', language)
    await marks().first().waitFor({ state: 'attached' })
    const spot = async (index: number) => {
      const box = await marks().nth(index).boundingBox()
      return { x: (box?.x ?? 0) + 13, y: (box?.y ?? 0) + 13 }
    }
    const last = await spot(3)
    await page.mouse.move(last.x, last.y)
    await expect.poll(async () => bare(await note().textContent())).toContain('S06')
    await page.mouse.move(last.x, last.y - 24)
    expect(await note().isVisible()).toBe(true)
    await page.mouse.move(last.x + 120, last.y - 120)
    await expect.poll(() => note().isVisible()).toBe(false)
    const first = await spot(0)
    await page.mouse.move(first.x, first.y)
    await page.mouse.down()
    await page.mouse.move(first.x + 60, first.y + 40, { steps: 6 })
    await page.mouse.up()
    await expect.poll(async () => Math.round((await spot(0)).x - first.x)).toBeGreaterThan(40)
  })

  it('are in the legend by the kinds that are there, and a site without any has neither', async () => {
    await open('quiet', language)
    const legend = page.getByRole('group', { name: say('map.legend') })
    await legend.getByText(kind('radar'), { exact: true }).waitFor()
    expect(await legend.locator('li').count()).toBe(10)
    await page.context().close()
    await open('empty', language)
    await page.getByRole('group', { name: say('map.legend') }).waitFor()
    expect(await page.getByText(kind('radar'), { exact: true }).count()).toBe(0)
    expect(await group().count()).toBe(0)
  })
})
