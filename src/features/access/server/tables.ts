/** Accounts and sessions. Names lie in the vault; the table knows only what is needed to let somebody in. */
export const accessTables = {
  '0002-access': `
    create schema if not exists access;
    create table access.account (
      id uuid primary key,
      site uuid not null,
      login text not null,
      name_item uuid not null,
      password_hash text not null,
      roles text[] not null,
      created_at timestamptz not null default now(),
      unique (site, login)
    );
    create table access.session (
      token_hash text primary key,
      id uuid not null,
      account uuid not null references access.account (id),
      csrf text not null,
      created_at timestamptz not null,
      expires_at timestamptz not null
    );
  `,
} as const
