/** `marsad verify`, `marsad rebuild` and `marsad footage`: the proof of the chain, of the views, and of what was recorded. */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { checkRecordings } from '../../features/recordings/server/check.ts'
import { rebuild, verify } from '../../journal/server/rebuild.ts'
import { withSite } from './with-site.ts'
import { views } from './world.ts'

/** Exit 0 and a count, or 1 and the first broken entry. */
export async function proveChain(args: readonly string[]): Promise<number> {
  const { data, asJson } = read(args)
  return withSite(data, async (sql, site) => {
    const report = await verify(sql, site)
    if (asJson) console.log(JSON.stringify(report))
    else if (report.breach)
      console.log(
        `Entry ${report.breach.seq} is broken (${report.breach.problem}): ${report.breach.detail}. The ${report.entries} before it hold.`,
      )
    else console.log(`${report.entries} entries, the chain holds.`)
    return report.breach ? 1 : 0
  })
}

/** Folds anew and compares; exit 1 and what differs when a view says something else than the journal. */
export async function proveViews(args: readonly string[]): Promise<number> {
  const { data, asJson } = read(args)
  return withSite(data, async (sql, site) => {
    const report = await rebuild(sql, views as never, site)
    if (asJson) console.log(JSON.stringify(report))
    else {
      for (const { view, id, what } of report.differences.slice(0, 20)) console.log(`${view} ${id}: ${what}`)
      console.log(`${report.entries} entries folded into ${report.rows} rows, ${report.differences.length} differ.`)
    }
    return report.differences.length === 0 ? 0 : 1
  })
}

/** Compares journal, index and disk; exit 1 when a file is lost or altered, or one of the three knows what another does not. */
export async function proveFootage(args: readonly string[]): Promise<number> {
  const { data, asJson } = read(args)
  return withSite(data, async (sql, site, path) => {
    const report = await checkRecordings(sql, site, join(path, 'recordings'))
    const { segments, open, bytes, problems } = report
    if (asJson) console.log(JSON.stringify(report))
    else {
      for (const { what, segment, file, isKnown } of problems.slice(0, 20))
        console.log(`${what}${isKnown ? ' (said in the journal)' : ''}: segment ${segment}${file === null ? '' : `, ${file}`}`)
      console.log(
        `${segments} segments (${open} open), ${(bytes / 1_000_000).toFixed(1)} MB: ${
          problems.length === 0 ? 'journal, index and disk agree.' : `${problems.length} problems.`
        }`,
      )
    }
    return problems.length === 0 ? 0 : 1
  })
}

function read(args: readonly string[]): { data: string | undefined; asJson: boolean } {
  const { values } = parseArgs({ args: [...args], options: { data: { type: 'string' }, json: { type: 'boolean' } } })
  return { data: values.data, asJson: values.json === true }
}
