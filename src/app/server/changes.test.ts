/** No kind of change is forgotten: the lists of the features hold what their code writes. */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { texts } from '../texts.ts'
import { changeKindOf, changeTypes, knownTypes } from './changes.ts'

const root = join(import.meta.dirname, '../..')
/** Where these features write drafts or fold entries: what is written is folded, and what is folded was written once. */
const files = ['access', 'places', 'cameras', 'recordings', 'alerts/rules'].flatMap((feature) =>
  globSync(`features/${feature}/**/*.ts`, { cwd: root }).filter((file) => !/\.(test|testing|pg\.test)\.ts$|text/.test(file)),
)
const types = /(?:type: |type === |case |fact\([^'()]*|draft\(|noted\()'((?:place|rule|camera|account|recording)\.[a-z-]+)'/g

describe('changes of the site', () => {
  it('are known by every type that the features write', () => {
    const written = new Set<string>()
    for (const file of files)
      for (const [, type = ''] of readFileSync(join(root, file), 'utf8').matchAll(types)) written.add(type)
    expect(written.size).toBeGreaterThan(20)
    expect([...written].filter((type) => !(knownTypes as readonly string[]).includes(type))).toEqual([])
  })

  it('have a sentence each', () => {
    for (const type of changeTypes) expect(Object.keys(texts), type).toContain(`log.${type}`)
  })

  it('are places, rules, cameras, people and recordings, and not what machines tell', () => {
    expect(new Set(changeTypes.map(changeKindOf))).toEqual(new Set(['places', 'rules', 'cameras', 'people', 'recordings']))
    expect(changeKindOf('camera.health-changed')).toBeNull()
    expect(changeKindOf('alert.raised')).toBeNull()
  })
})
