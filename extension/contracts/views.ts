/** View and container ids; package.json declares the same ones. */
export const VIEWS = {
  schedulers: 'scx.schedulers',
  targets: 'scx.targets',
  status: 'scx.status',
  kernelLog: 'scx.kernelLog',
  bpfOutput: 'scx.bpfOutput',
} as const;

export const VIEW_CONTAINERS = {
  sideBar: 'scx-studio',
  panel: 'scx-studio-panel',
  output: 'scx-studio-output',
} as const;

/** `viewItem` values of the trees, which their menus ask for; a target's are words with dots between. */
export const TREE_ITEMS = {
  idle: 'scheduler',
  loaded: 'scheduler.loaded',
  program: 'program',
  target: 'target.active.added.loaded',
} as const;
