/** Loaded before the program by the bench of memory: collects garbage when it is told to, so that what is measured is what is kept. */
process.on('SIGUSR2', () => {
  globalThis.gc?.()
  globalThis.gc?.()
})
