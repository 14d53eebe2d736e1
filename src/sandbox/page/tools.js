import { byId, h } from './dom.js';

/** The workbench beside the chat: one panel at a time. A panel's code is loaded when it is first opened. */
const PANELS = [
  { id: 'estates', label: 'Estates', load: () => import('./gallery.js') },
  { id: 'own', label: 'Your own', load: () => import('./own.js') },
  { id: 'flow', label: 'Flow', load: () => import('./flow-view.js') },
  { id: 'teams', label: 'Teams', load: () => import('./teams.js') },
  { id: 'inspector', label: 'Inspector', load: () => import('./inspector.js') },
];

let open;
const loaded = new Map();

/** As https://www.w3.org/WAI/ARIA/apg/patterns/tabs/ has it: arrows move between tabs, Tab goes into the panel. */
export function startTools() {
  byId('tool-tabs').replaceChildren(...PANELS.map(renderTab));
  byId('tool-tabs').addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const at = PANELS.findIndex(({ id }) => id === open);
    const next = PANELS.at((at + step) % PANELS.length);
    void openTool(next.id);
    byId(`tab-${next.id}`).focus();
  });
  return openTool('estates');
}

function renderTab({ id, label }) {
  return h(
    'button',
    {
      type: 'button',
      role: 'tab',
      id: `tab-${id}`,
      'aria-controls': `panel-${id}`,
      on: { click: () => openTool(id) },
    },
    label,
  );
}

async function openTool(name) {
  open = name;
  document.body.dataset.tool = name;
  for (const { id } of PANELS) {
    const selected = id === name;
    byId(`tab-${id}`).setAttribute('aria-selected', String(selected));
    byId(`tab-${id}`).tabIndex = selected ? 0 : -1;
    byId(`panel-${id}`).hidden = !selected;
  }
  const panel = PANELS.find(({ id }) => id === name);
  const module = loaded.get(name) ?? (await panel.load());
  loaded.set(name, module);
  await module.show(byId(`panel-${name}`));
}

/** Tells the open panel of a change that the server told. */
export function tellTool(change) {
  loaded.get(open)?.changed?.(change, byId(`panel-${open}`));
}
