/** Every address of the program and the page that stands there. A page comes over the line when it is first asked for. */
import { type ComponentType, type LazyExoticComponent, lazy, type ReactNode } from 'react'
import { Link, Route, Switch } from 'wouter'
import { useSpeaker } from '../../platform/web/text.tsx'
import { addresses, type PageProps } from './addresses.ts'
import { Duty } from './duty/duty.tsx'
import css from './shell/shell.module.css'

interface PageAt {
  readonly path: string
  /** The sentence that names it in the title of the tab. */
  readonly name: string
  readonly page: LazyExoticComponent<ComponentType<PageProps>>
}

/** In the order in which they are tried: what is fixed stands before what has an id in it. */
const pages: readonly PageAt[] = [
  { path: addresses.newCamera, name: 'add.page', page: lazy(() => import('./setup/add.tsx')) },
  { path: addresses.setup(':id'), name: 'setup.page', page: lazy(() => import('./setup/setup.tsx')) },
  // The set-up pages stand before it: `new` is no id.
  { path: addresses.camera(':id'), name: 'camera.list', page: lazy(() => import('./cameras/camera.tsx')) },
  { path: addresses.places, name: 'place.page', page: lazy(() => import('./places/places.tsx')) },
  { path: addresses.rules, name: 'rule.page', page: lazy(() => import('./rules/rules.tsx')) },
  { path: addresses.sensors, name: 'sensor.page', page: lazy(() => import('./sensors/sensors.tsx')) },
  { path: addresses.wall, name: 'camera.list', page: lazy(() => import('./cameras/wall.tsx')) },
  { path: addresses.people, name: 'people.title', page: lazy(() => import('./people/people.tsx')) },
  { path: addresses.account, name: 'account.title', page: lazy(() => import('./people/account.tsx')) },
  { path: addresses.shiftReport(':id'), name: 'report.title', page: lazy(() => import('./shift/report.tsx')) },
  { path: addresses.shift, name: 'shift.title', page: lazy(() => import('./shift/shift.tsx')) },
  { path: addresses.log, name: 'history.title', page: lazy(() => import('./history/history.tsx')) },
  { path: addresses.hygiene, name: 'hygiene.title', page: lazy(() => import('./hygiene/hygiene.tsx')) },
]

/** The page of the present address. */
export function Pages(): ReactNode {
  return (
    <Switch>
      <Route path={addresses.watch}>
        <Duty />
      </Route>
      {pages.map(({ path, page: Page }) => (
        <Route key={path} path={path}>
          {(params: { readonly id?: string }) => <Page key={params.id ?? ''} id={params.id ?? ''} />}
        </Route>
      ))}
      <Route>
        <NoPage />
      </Route>
    </Switch>
  )
}

/** The sentence that names the page at this address. */
export function pageNameOf(path: string): string {
  if (path === addresses.watch) return 'app.watch'
  const parts = path.split('/')
  const found = pages.find((page) => {
    const wanted = page.path.split('/')
    return wanted.length === parts.length && wanted.every((part, index) => part.startsWith(':') || part === parts[index])
  })
  return found?.name ?? 'app.no-page'
}

function NoPage(): ReactNode {
  const { say } = useSpeaker()
  return (
    <main id="main" className={css.noPage} tabIndex={-1}>
      <h1>{say('app.no-page')}</h1>
      <Link href={addresses.watch}>{say('app.no-page.back')}</Link>
    </main>
  )
}
