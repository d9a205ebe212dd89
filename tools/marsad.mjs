#!/usr/bin/env node
// `npx marsad …`: the command line of the program, by the same launcher as the npm scripts.
process.argv.splice(2, 0, 'cli')
await import('./launch.mjs')
