/** View and container ids; package.json declares the same ones. */
export const VIEWS = {
  schedulers: 'scx.schedulers',
  status: 'scx.status',
  kernelLog: 'scx.kernelLog',
} as const;

export const VIEW_CONTAINERS = {
  sideBar: 'scx-studio',
  panel: 'scx-studio-panel',
} as const;

/** `viewItem` values of the Schedulers tree, which its menus ask for. */
export const TREE_ITEMS = {
  idle: 'scheduler',
  loaded: 'scheduler.loaded',
  program: 'program',
} as const;
