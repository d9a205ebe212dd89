/** A fault at the start in words: what is wrong, where, what to do. English, as everything on the command line. */
import type { Fault } from '../../base/outcome.ts'
import { serveHelp } from './options.ts'

const words: Record<string, (facts: Fault['facts']) => string> = {
  'options.help': () => serveHelp,
  'options.wrong': ({ why }) => `${why}. See --help.`,
  'data.not-writable': ({ path, why }) =>
    `The data folder ${path} cannot be written (${why}). Give it to this user, or choose another with --data.`,
  'data.in-use': ({ path, pid }) =>
    `The data folder ${path} is in use by process ${pid}. Stop that program, or choose another folder with --data.`,
  'data.foreign': ({ path }) =>
    `The data folder ${path} comes from another machine or is a copy. To go on with it here, and only here, start with --adopt: a new epoch of the journal begins.`,
  'journal.in-use': () => 'Another process writes the journal of this site. Two writers would break it: stop the other one.',
  'database.no-program': ({ package: name }) =>
    `The bundled database (${name}) is not installed. Run "npm ci", or give an own one with DATABASE_URL.`,
  'database.other-version': ({ folder, version, expected }) =>
    `The database in ${folder} is of version ${version}; this program brings ${expected}. It was not touched.`,
  'database.not-started': ({ folder, why }) => `The database in ${folder} does not start: ${why}`,
  'database.newer': () => 'The data was written by a newer version of Marsad. Nothing was changed: start that version.',
  'database.migration-failed': ({ step, why }) =>
    `The tables could not be brought up to date (${step}: ${why}). Nothing was changed.`,
  'port.taken': ({ port }) => `Port ${port} is taken by another program. Stop it, or choose another with --port.`,
  'port.refused': ({ host, port, why }) => `${host}:${port} cannot be listened on: ${why}`,
  'tls.unreadable': ({ file, why }) =>
    `${file} cannot be read (${why}). Give it to the user that Marsad runs as, or correct --tls-cert and --tls-key.`,
  'tls.no-certificate': ({ file }) => `${file} is not a certificate (PEM). Bring the right file with --tls-cert.`,
  'tls.no-key': ({ file }) => `${file} is not a private key (PEM, without a password). Bring the right file with --tls-key.`,
  'tls.not-a-pair': ({ cert, key }) =>
    `The certificate ${cert} and the key ${key} do not belong together. Bring the two that were made together.`,
  'simulation.not-started': () =>
    'The simulation did not start. It is needed because cameras of this data folder are simulated: use another folder with --data for real ones.',
  'vault.key-unreadable': ({ file }) =>
    `The vault's key ${file} is not a key. Bring the right file: without it names, notes and pictures cannot be read.`,
  'backup.exists': ({ file }) => `${file} is there already. A backup writes over nothing: choose another name.`,
  'backup.not-writable': ({ file, why }) => `${file} cannot be written (${why}). Nothing of it stays.`,
  'backup.none': ({ file, why }) => `${file} cannot be read as a backup: ${why}.`,
  'backup.cut': ({ file, at }) =>
    `${file} is cut: it ends inside “${at}”. Nothing was restored. Take another copy of it, or an earlier backup.`,
  'backup.damaged': ({ file, at }) =>
    `${file} is damaged at “${at}”: it is not what was written. Nothing was restored. Take another copy of it, or an earlier backup.`,
  'backup.newer': ({ file, program }) =>
    `${file} was made by a newer version of Marsad (${program}). Nothing was restored: install that version first.`,
  'backup.keys-of-another': ({ file }) => `The keys in ${file} belong to another site. Nothing was restored.`,
  'backup.chain-broken': ({ seq }) => `The chain in the backup does not hold at entry ${seq}. Nothing was restored.`,
  'restore.not-empty': ({ path }) =>
    `There is something in ${path} already. A site is restored into a folder that is empty or not there.`,
  'evaluation.no-folder': ({ path }) => `${path} is not a folder. Name the folder with the truth files with --truth.`,
  'evaluation.no-truth': ({ path }) => `There is no file that ends in .truth.json in ${path} or below it.`,
  'evaluation.truth-wrong': ({ file, at, why }) => `${file} is not a truth file: ${at === '' ? '' : `${at}: `}${why}.`,
  'evaluation.no-detections': ({ file, clip }) =>
    `${file} is missing. A recording without movers has an empty file, never none: run "marsad detect" on ${clip}.`,
  'evaluation.detections-wrong': ({ file, line, why }) => `${file}, line ${line}: ${why}. Nothing was scored.`,
  'site.unknown': ({ path }) => `There is no site in ${path}. Start the program on it once, or name another folder with --data.`,
}

/** The words for a fault; a fault without words of its own says its code and facts. */
export function explain(fault: Fault): string {
  return words[fault.code]?.(fault.facts) ?? fault.message
}
