/** The command line: `marsad serve|detect|evaluate|simulate|verify|rebuild|footage|backup|restore`. */
import { Fault } from '../base/outcome.ts'

const [command = 'serve', ...args] = process.argv.slice(2)

const commands: Record<string, (args: readonly string[]) => Promise<number | null>> = {
  serve: async (rest) => (await import('./server/serve.ts')).serve(rest),
  verify: async (rest) => (await import('./server/prove.ts')).proveChain(rest),
  rebuild: async (rest) => (await import('./server/prove.ts')).proveViews(rest),
  footage: async (rest) => (await import('./server/prove.ts')).proveFootage(rest),
  backup: async (rest) => (await import('./server/backup/backup.ts')).backup(rest),
  restore: async (rest) => (await import('./server/backup/restore.ts')).restore(rest),
  detect: async (rest) => (await import('./worker/detect-command.ts')).detect(rest),
  evaluate: async (rest) => (await import('./worker/evaluate.ts')).evaluate(rest),
  simulate: async (rest) => (await import('./server/simulate.ts')).simulate(rest),
}

const run = commands[command]
if (!run) {
  console.error(`"${command}" is not a command. Known: ${Object.keys(commands).join(', ')}.`)
  process.exit(2)
}
try {
  const code = await run(args)
  if (code !== null) process.exit(code)
} catch (error) {
  if (!(error instanceof Fault)) throw error
  const { explain } = await import('./server/explain.ts')
  const isHelp = error.code === 'options.help'
  // Help that was asked for is an answer, no complaint.
  if (isHelp) console.log(explain(error))
  else console.error(explain(error))
  process.exit(isHelp ? 0 : 1)
}
