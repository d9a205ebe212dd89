import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['{src,kernels,sim,bench,test,tools}/**/*.test.ts'],
    // Child processes: libav may not run in worker threads.
    pool: 'forks',
    maxWorkers: 2,
    globalSetup: ['test/setup/database.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    // What is waited for comes soon on an idle machine; a busy one is no fault of the program.
    expect: { poll: { timeout: 15_000 } },
    reporters: ['./tools/reporter.ts'],
  },
})
