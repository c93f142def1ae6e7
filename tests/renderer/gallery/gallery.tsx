/** The page of the gallery: the real App over a model from the fixtures, with actions that answer in the model. */
import '#renderer/app/pageStyles'
import { createRoot } from 'react-dom/client'
import { createStore } from 'zustand/vanilla'
import { App } from '#renderer/app/App.tsx'
import type { DeskModel } from '#renderer/state/deskModel'
import { DeskProvider } from '#renderer/state/useDesk.tsx'
import { type FixtureName, fixtures, type Look } from '#tests/renderer/gallery/fixtures'
import { createGalleryActions } from '#tests/renderer/gallery/galleryActions'

const asked = new URLSearchParams(location.search)
const look: Look = {
  locale: asked.get('locale') === 'fa' ? 'fa' : 'en',
  theme: asked.get('theme') === 'dark' ? 'dark' : 'light',
  nowMs: Date.now(),
}
const isFixture = (name: string): name is FixtureName => name in fixtures
const toModel = (name: string): DeskModel => fixtures[isFixture(name) ? name : 'idle'](look)

const store = createStore<DeskModel>(() => toModel(asked.get('fixture') ?? 'idle'))
const performed: string[] = []
const actions = createGalleryActions(store, (name) => performed.push(name))

/** For tests: which actions were asked for, and a way to change the state in place. */
Object.assign(window, { performed, store, show: (name: string) => store.setState(toModel(name)) })

const place = document.getElementById('page')
if (place === null) throw new Error('index.html has no element #page')
createRoot(place).render(
  <DeskProvider desk={{ store, actions }}>
    <App />
  </DeskProvider>,
)
