/** Accounts, sessions, and who signed in at which desk. Names lie in the vault; the table knows only what is needed to let somebody in. */
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
  // Roles stand in the view of people since; the column stays for what an earlier program wrote.
  '0006-people': `
    alter table access.account alter column roles set default '{}';
    alter table access.account add column pin_hash text;
    alter table access.account add column pin_failures integer not null default 0;
    alter table access.session add column device text not null default '';
    alter table access.session add column address text not null default '';
    alter table access.session add column opened_by text not null default 'password';
    alter table access.session add column last_seen_at timestamptz;
    alter table access.session add column locked_at timestamptz;
    alter table access.session add column desk text;
    create table access.desk (
      desk text not null,
      account uuid not null references access.account (id),
      password_at timestamptz not null,
      primary key (desk, account)
    );
  `,
} as const
