/** `marsad serve` for people and service managers: prints the address, listens to signals, ends with its parent. */
import { start } from './main.ts'
import { readServeOptions } from './options.ts'

/** Runs until a signal comes, or until the launcher is gone. */
export async function serve(args: readonly string[]): Promise<null> {
  const options = readServeOptions(args, process.env)
  let isStopping = false
  // Before anything is started: a stop may come at any instant.
  const stopping = new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve())
    // Killed launcher: the line to it breaks.
    if (process.env.MARSAD_LAUNCHED === '1') process.on('disconnect', () => resolve())
  })
  const running = await start(options)
  console.log(`Marsad: ${running.url}`)
  if (running.firstPassword?.text)
    console.log(`Sign in as "admin" with the password ${running.firstPassword.text} (shown only this once).`)
  if (running.firstPassword?.file) console.log(`Sign in as "admin"; the password is in ${running.firstPassword.file}`)
  if (running.simulation) console.log('This is a simulation: sector, cameras and people are invented.')
  await stopping
  if (isStopping) return null
  isStopping = true
  // A second signal, or a stop that hangs, must not keep a service manager waiting.
  setTimeout(() => process.exit(1), 4800).unref()
  await running.stop()
  process.exit(0)
}
