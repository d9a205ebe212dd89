/** All tables, in the order of their steps. */
import { accessTables } from '../../features/access/server/tables.ts'
import { recordingTables } from '../../features/recordings/server/tables.ts'
import { journalTables } from '../../journal/server/tables.ts'
import { type Steps, sqlStep } from '../../platform/server/database.ts'

/** Signals: kept with retention, never the truth. */
const signalTables = {
  '0003-signals': `
    create schema if not exists signal;
    create table signal.track (
      id uuid primary key,
      site uuid not null,
      camera uuid not null,
      first_at timestamptz not null,
      last_at timestamptz not null,
      points text not null,
      sha256 text not null
    );
    create index track_last on signal.track (last_at);
    create table signal.camera_alive (
      site uuid not null,
      camera uuid not null,
      at timestamptz not null
    );
    create index camera_alive_at on signal.camera_alive (camera, at);
  `,
  // What each view usually shows, so that a camera turned while the power was off is noticed. One row a view.
  '0005-scenes': `
    create table signal.scene (
      site uuid not null,
      camera uuid not null,
      view text not null,
      at timestamptz not null,
      reference text not null,
      primary key (camera, view)
    );
  `,
  // What rules look at, kept with the points, so that a rule can be tried on what really moved. Null in rows of before.
  '0007-kept-tracks': 'alter table signal.track add column kept text',
  // What a camera that carries its own position said of itself: a few seconds a row, beside its recording and as long as that.
  '0015-platform': `
    create table signal.platform (
      site uuid not null,
      camera uuid not null,
      from_at timestamptz not null,
      to_at timestamptz not null,
      fixes text not null,
      sha256 text not null
    );
    create index platform_from on signal.platform (camera, from_at);
  `,
} as const

export const allSteps: Steps = Object.fromEntries(
  Object.entries({ ...journalTables, ...accessTables, ...signalTables, ...recordingTables }).map(([name, text]) => [
    name,
    sqlStep(text),
  ]),
)
