import { describe, expect, it } from 'vitest'
import { untidy, untidyStyle } from './house/tidy.ts'
import { wallBetween } from './house/walls.ts'
import { forbiddenWords } from './house/words.ts'
import { brokenWalls, inspect } from './house.ts'

describe('the house', () => {
  it('keeps its own rules', () => {
    expect(inspect()).toEqual([])
  })

  it('finds each planted breach of a wall and says what to do instead', () => {
    const planted: [string, string][] = [
      ['src/features/tracks/ground.ts', 'src/features/alerts/contract.ts'],
      ['src/features/alerts/compose.ts', 'src/features/tracks/ground.ts'],
      ['src/features/alerts/fold.ts', 'node:fs'],
      ['src/features/alerts/fold.ts', 'src/features/alerts/server/anything.ts'],
      ['src/features/alerts/web/card.tsx', 'src/journal/server/journal.ts'],
      ['src/journal/server/journal.ts', 'src/features/alerts/web/card.tsx'],
      ['src/base/geo.ts', 'src/journal/entry.ts'],
      ['src/features/cameras/health.ts', 'src/app/live.ts'],
      ['src/features/alerts/decide.ts', 'src/features/tips/contract.ts'],
      ['src/app/server/main.ts', 'sim/server.ts'],
      ['src/features/cameras/pose.ts', 'kernels/smooth/smooth.ts'],
    ]
    for (const [file, to] of planted) expect(wallBetween(file, to), `${file} → ${to}`).not.toBeNull()
    expect(brokenWalls('src/features/tracks/ground.ts', "import { alertView } from '../alerts/contract.ts'")).toMatchObject([
      { line: 1 },
    ])
    expect(wallBetween('src/features/alerts/compose.ts', 'src/features/tracks/contract.ts')).toBeNull()
  })

  it('finds planted untidiness', () => {
    expect(untidy('src/features/alerts/fold.ts', 'const at = Date.now()')).toHaveLength(1)
    expect(untidy('src/base/geo.ts', 'export function bare() {}')).toHaveLength(1)
    expect(untidy('src/base/geo.ts', 'try { x() } catch (e) {}')).toHaveLength(1)
    expect(untidyStyle('src/app/web/duty/duty.module.css', 'a { margin-left: 2px }')).toHaveLength(1)
  })

  it('finds planted words', () => {
    for (const line of [
      "state: 'hostile'",
      'nominateTarget()',
      'villageScore: number',
      "ar: 'هدف'",
      "kind: 'strike'",
      'personRisk',
      'faceEmbedding',
    ]) {
      expect(forbiddenWords('src/features/alerts/contract.ts', line), line).not.toEqual([])
    }
    expect(forbiddenWords('src/app/web/main.tsx', 'event.currentTarget.focus()')).toEqual([])
  })
})
