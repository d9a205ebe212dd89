/** The index of what lies on disk. Signals: it can be made anew from the files; their hashes are facts. */
export const recordingTables = {
  '0004-recordings': `
    create schema if not exists recording;
    create table recording.segment (
      id uuid primary key,
      site uuid not null,
      camera uuid not null,
      run uuid not null,
      file text not null unique,
      from_ms double precision not null,
      to_ms double precision not null,
      media_ms double precision not null,
      media_type text not null,
      width integer not null,
      height integer not null,
      init_bytes integer not null,
      bytes bigint not null,
      pictures integer not null,
      damaged integer not null,
      key_offsets bigint[] not null,
      key_media_ms double precision[] not null,
      sha256 text,
      lost text
    );
    create index segment_time on recording.segment (camera, from_ms);
    create index segment_age on recording.segment (site, from_ms);
    create index segment_open on recording.segment (site) where sha256 is null and lost is null;
  `,
} as const
