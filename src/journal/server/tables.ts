/** The journal's own tables. Order of steps is order of names. */
export const journalTables = {
  '0001-journal': `
    create schema if not exists journal;
    create schema if not exists vault;
    create schema if not exists view;
    create table journal.site (
      id uuid primary key,
      name jsonb not null,
      epoch integer not null,
      seq bigint not null,
      hash text not null
    );
    create table journal.entry (
      pos bigint generated always as identity primary key,
      site uuid not null,
      seq bigint not null,
      epoch integer not null,
      hlc text not null,
      type text not null,
      subject uuid not null,
      area text not null,
      command_id uuid,
      observed_at timestamptz not null,
      text text not null,
      hash text not null,
      unique (site, seq)
    );
    create index entry_subject on journal.entry (subject, seq);
    create index entry_type on journal.entry (site, type, seq);
    create table journal.command (
      site uuid not null,
      id uuid not null,
      answer jsonb not null,
      primary key (site, id)
    );
    create table view.definition (
      name text primary key,
      fold_version integer not null
    );
    create table vault.item (
      id uuid primary key,
      site uuid not null,
      kind text not null,
      media_type text not null,
      salt bytea not null,
      sha256 text not null,
      nonce bytea not null,
      sealed bytea not null,
      created_at timestamptz not null default now()
    );
    create table vault.key (
      item uuid primary key,
      nonce bytea not null,
      wrapped bytea not null
    );
  `,
} as const
