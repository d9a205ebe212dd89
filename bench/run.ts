/** `npm run bench [NAME [PART…]]`: prints tables of figures. A bench never asserts; a mark says whether a figure is met. */
const benches: Readonly<Record<string, () => Promise<{ run(args: string[]): Promise<void> }>>> = {
  detection: () => import('./detection.ts'),
  access: () => import('./access.ts'),
  journal: () => import('./journal.ts'),
  alerts: () => import('./alerts.ts'),
  simulation: () => import('./simulation.ts'),
  video: () => import('./video.ts'),
  web: () => import('./web.ts'),
}

const [name, ...parts] = process.argv.slice(2)
if (name !== undefined && !(name in benches)) {
  console.error(`"${name}" is not a bench. Known: ${Object.keys(benches).join(', ')}.`)
  process.exit(2)
}
for (const [each, open] of Object.entries(benches)) if (name === undefined || name === each) await (await open()).run(parts)
process.exit(0)
